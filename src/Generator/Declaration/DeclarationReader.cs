using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Symbols → <see cref="LossDeclaration"/>. Never throws, whatever the source looks like: the user may be in the middle of a word.</summary>
internal static class DeclarationReader
{
    /// <summary>
    /// The transform of the incremental pipeline, for one attribute: the checked declaration, or null if it breaks a rule (which the analyzer reports), if the compiler refuses it, or if the
    /// class carries an earlier loss attribute, this one or another, on this node or on another part. Hence a class never has two specs.
    /// </summary>
    public static LossSpec? ReadSpec(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type
            || LossAttributes.On(type).FirstOrDefault() is not { } first
            || !context.Attributes.Any(attribute => IsSame(attribute, first))
            || !IsOn(first, context.TargetNode, cancellationToken))
        {
            return null;
        }

        return DeclarationRules.Check(Read(type, first, cancellationToken)).Spec;
    }

    /// <summary>Reads one application of a loss attribute to <paramref name="type"/>.</summary>
    public static LossDeclaration Read(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellationToken)
    {
        AttributeData? first = LossAttributes.On(type).FirstOrDefault();
        return new LossDeclaration(
            TypeNameReader.Read(type),
            LossAttributes.KindOf(attribute.AttributeClass!) ?? throw new ArgumentException($"{attribute} declares no loss.", nameof(attribute)),
            ReadShape(type, cancellationToken),
            ArgumentReader.Read(attribute),
            new(UserMembers(type).Select(member => member.Name).Distinct(StringComparer.Ordinal)),
            first is null || IsSame(first, attribute) ? null : LossAttributes.ShortName(first));
    }

    /// <summary>The members that the user wrote. What is declared in a generated file is not: the analyzer sees the class with its generated parts, the generator without.</summary>
    public static IEnumerable<ISymbol> UserMembers(INamedTypeSymbol type) =>
        type.GetMembers().Where(member =>
            !member.IsImplicitlyDeclared
            && member is not IMethodSymbol { AssociatedSymbol: not null }
            && member.DeclaringSyntaxReferences.Any(reference => !IsGenerated(reference.SyntaxTree)));

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    // The context's own list does not tell: it has the attributes of all parts of the class in this file.
    private static bool IsOn(AttributeData attribute, SyntaxNode node, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == node.SyntaxTree && reference.GetSyntax(cancellationToken).Parent?.Parent == node;

    private static bool IsSame(AttributeData left, AttributeData right) =>
        ReferenceEquals(left, right)
        || (left.ApplicationSyntaxReference is { } one
            && right.ApplicationSyntaxReference is { } other
            && one.SyntaxTree == other.SyntaxTree
            && one.Span == other.Span);

    private static ClassShape ReadShape(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<INamedTypeSymbol> containers = [.. TypeNameReader.ContainingTypes(type)];
        List<INamedTypeSymbol> chain = [.. containers, type];
        return new ClassShape(
            IsClass: type.TypeKind == TypeKind.Class,
            type.IsRecord,
            IsPartial(type, cancellationToken),
            type.IsStatic,
            FileLocalType: chain.FirstOrDefault(link => link.IsFileLocal)?.Name,
            GenericType: chain.FirstOrDefault(link => link.Arity > 0)?.Name,
            new(containers.Where(container => !IsPartial(container, cancellationToken)).Select(TypeNameReader.ReadContainingType)));
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
