using System.Collections.Immutable;
using System.Globalization;
using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Generator.Diagnostics;

/// <summary>
/// Reports <c>LabelSmoothing = 1 / 10</c>, which is 0, and the like in every argument that is a real number. Such a value is in range, the compiler says nothing about it, and the loss that comes of it differs only in its
/// numbers.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IntegerDivisionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.IntegerDivision);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.Attribute);
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        AttributeSyntax attribute = (AttributeSyntax)context.Node;
        if (attribute.ArgumentList is null
            || context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type is not INamedTypeSymbol type
            || LossAttributes.KindOf(type) is null)
        {
            return;
        }

        foreach (AttributeArgumentSyntax argument in attribute.ArgumentList.Arguments)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText is { } name && ArgumentNames.Reals.Contains(name))
            {
                foreach (BinaryExpressionSyntax division in argument.DescendantNodes().OfType<BinaryExpressionSyntax>().Where(node => node.IsKind(SyntaxKind.DivideExpression)))
                {
                    CheckDivision(context, division);
                }
            }
        }
    }

    private static void CheckDivision(SyntaxNodeAnalysisContext context, BinaryExpressionSyntax division)
    {
        if (Constant(division) is { } quotient && Constant(division.Left) is { } dividend && Constant(division.Right) is { } divisor && quotient * divisor != dividend)
        {
            string left = division.Left.ToString();
            left = left.All(char.IsDigit) ? left + ".0" : "(double)" + left;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.IntegerDivision,
                division.GetLocation(),
                division.ToString(),
                quotient.ToString(CultureInfo.InvariantCulture),
                $"{left} / {division.Right}"));
        }

        // A decimal holds every integer type and their products here: no product exceeds its dividend.
        decimal? Constant(ExpressionSyntax expression) =>
            context.SemanticModel.GetConstantValue(expression, context.CancellationToken).Value switch
            {
                int value => value,
                uint value => value,
                long value => value,
                ulong value => value,
                short value => value,
                ushort value => value,
                sbyte value => value,
                byte value => value,
                char value => value,
                _ => null,
            };
    }
}
