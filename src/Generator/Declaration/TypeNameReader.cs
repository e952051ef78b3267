using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Reduces a type symbol to the names that another part of it is written with.</summary>
internal static class TypeNameReader
{
    /// <summary>Reads the name of <paramref name="type"/> and of everything around it.</summary>
    public static TypeName Read(INamedTypeSymbol type) =>
        new(ReadNamespace(type), new(ContainingTypes(type).Select(ReadContainingType)), Escape(type.Name));

    /// <summary>The types around <paramref name="type"/>, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        Stack<INamedTypeSymbol> types = new();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            types.Push(outer);
        }

        return types;
    }

    /// <summary>A containing type as its part is written.</summary>
    public static ContainingType ReadContainingType(INamedTypeSymbol type)
    {
        string keywords = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Interface, _) => "interface",
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (_, true) => "record",
            _ => "class",
        };
        return new ContainingType(keywords, Escape(type.Name));
    }

    private static string ReadNamespace(INamedTypeSymbol type)
    {
        Stack<string> names = new();
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            names.Push(Escape(space.Name));
        }

        return string.Join(".", names);
    }

    // Contextual keywords too: a type cannot be called record, file or required without the @.
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
