using System.Collections.Immutable;
using System.Globalization;
using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Gen.CrossEntropy.Generator.Diagnostics;

/// <summary>
/// Reports calls whose targets are of a type that cannot hold the ignore index which the loss declares. At the call and not at the declaration: the declaration is right for the other target types.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LossCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.IgnoreIndexNeverMatches);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation);
        context.RegisterOperationAction(CheckMethodGroup, OperationKind.MethodReference);
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        SyntaxNode site = call.Arguments.FirstOrDefault(argument => IsTargets(argument.Parameter))?.Value.Syntax ?? call.Syntax;
        Check(context, call.TargetMethod, site);
    }

    private static void CheckMethodGroup(OperationAnalysisContext context) =>
        Check(context, ((IMethodReferenceOperation)context.Operation).Method, context.Operation.Syntax);

    private static void Check(OperationAnalysisContext context, IMethodSymbol method, SyntaxNode site)
    {
        if (!GeneratedMembers.Reserve(method.Name)
            || method.Parameters.FirstOrDefault(IsTargets)?.Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } elements }
            || IntegerTargets(elements[0].SpecialType) is not { } targets
            || LossAttributes.On(method.ContainingType).FirstOrDefault() is not { } attribute
            || ArgumentReader.Read(attribute).IgnoreIndex is not { } ignoreIndex
            || OptionRules.Holds(targets.Bytes, ignoreIndex))
        {
            return;
        }

        string wider = OptionRules.Holds(sizeof(int), ignoreIndex) ? "int or long" : "long";
        string value = ignoreIndex.ToString(CultureInfo.InvariantCulture);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.IgnoreIndexNeverMatches, site.GetLocation(), method.ContainingType.Name, value, targets.Name, wider));
    }

    private static bool IsTargets(IParameterSymbol? parameter) => parameter?.Name == "targets";

    private static (int Bytes, string Name)? IntegerTargets(SpecialType type) =>
        type switch
        {
            SpecialType.System_Byte => (sizeof(byte), "byte"),
            SpecialType.System_Int32 => (sizeof(int), "int"),
            _ => null,
        };
}
