using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gen.CrossEntropy.Generator.Diagnostics;

/// <summary>Where the sites that rules name are in the source.</summary>
internal static class SiteLocations
{
    /// <summary>The places of <paramref name="site"/>: one, except for a name that several members share.</summary>
    public static IEnumerable<Location> Find(Site site, INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellationToken)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
        return site.Kind switch
        {
            SiteKind.Class => [OfClass(type, syntax)],
            SiteKind.Attribute => [syntax?.GetLocation() ?? OfClass(type, syntax)],
            SiteKind.Argument => [(syntax is null ? null : FindArgument(syntax, site))?.GetLocation() ?? OfClass(type, syntax)],
            SiteKind.Member => DeclarationReader.UserMembers(type).Where(member => member.Name == site.Name).Select(member => member.Locations[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(site), site.Kind, "No such kind of site."),
        };
    }

    // The part that carries the attribute, not any other part of the class.
    private static Location OfClass(INamedTypeSymbol type, AttributeSyntax? syntax) =>
        syntax?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.GetLocation() ?? type.Locations.FirstOrDefault() ?? Location.None;

    private static SyntaxNode? FindArgument(AttributeSyntax syntax, Site site)
    {
        ExpressionSyntax? expression = syntax.ArgumentList?.Arguments.Where((argument, i) => NameOf(argument, i) == site.Name).FirstOrDefault()?.Expression;
        return site.Element is { } element && expression is not null ? Elements(expression).ElementAtOrDefault(element) ?? expression : expression;
    }

    // An argument without a name stands in its parameter's place.
    private static string? NameOf(AttributeArgumentSyntax argument, int place) =>
        (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText ?? ArgumentNames.Parameters.ElementAtOrDefault(place);

    private static IEnumerable<SyntaxNode> Elements(ExpressionSyntax expression) =>
        expression switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            CollectionExpressionSyntax collection => collection.Elements,
            ParenthesizedExpressionSyntax { Expression: { } inner } => Elements(inner),
            CastExpressionSyntax { Expression: { } inner } => Elements(inner),
            _ => [],
        };
}
