using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>The attributes that declare a loss. A class carries at most one of them.</summary>
internal static class LossAttributes
{
    public const string Namespace = "Gen.CrossEntropy";
    public const string CrossEntropyLoss = Namespace + ".CrossEntropyLossAttribute";

    /// <summary>The metadata names of all of them.</summary>
    public static IReadOnlyList<string> MetadataNames { get; } = [CrossEntropyLoss];

    /// <summary>The applications of any of them to <paramref name="type"/>, in the compilation's order over all parts of the type.</summary>
    public static IEnumerable<AttributeData> On(ISymbol type) => 
        type.GetAttributes().Where(attribute => attribute.AttributeClass is { } attributeClass && Contain(attributeClass));

    /// <summary>The name that a user writes between the brackets.</summary>
    public static string ShortName(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>
    /// Whether <paramref name="attributeClass"/> is one of them, by name, as ForAttributeWithMetadataName has it: a lookup by metadata name finds nothing when two referenced assemblies have the type.
    /// </summary>
    public static bool Contain(INamedTypeSymbol attributeClass) =>
        attributeClass is { TypeKind: TypeKind.Class, Arity: 0, ContainingType: null }
        && MetadataNames.Contains(attributeClass.ContainingNamespace.ToDisplayString() + "." + attributeClass.MetadataName, StringComparer.Ordinal);
}
