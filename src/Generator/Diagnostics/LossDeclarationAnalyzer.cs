using System.Collections.Immutable;
using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Generator.Diagnostics;

/// <summary>Reports what is wrong with a declaration, by the rules that the generator itself goes by.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LossDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.All.RemoveAll(descriptor => descriptor.Id is RuleIds.IgnoreIndexNeverMatches or RuleIds.IntegerDivision);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        foreach (AttributeData attribute in LossAttributes.On(type))
        {
            LossDeclaration declaration = DeclarationReader.Read(type, attribute, context.CancellationToken);
            EquatableArray<Violation> ofProject = DeclarationRules.Check(declaration, CompilationFactsReader.Read(context.Compilation));
            foreach (Violation violation in DeclarationRules.Check(declaration).Violations.Concat(ofProject))
            {
                foreach (Location location in SiteLocations.Find(violation.Site, type, attribute, context.CancellationToken))
                {
                    context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(violation.Id), location, [.. violation.Arguments]));
                }
            }
        }
    }
}
