using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>The attributes that declare a loss. A class carries at most one of them.</summary>
internal static class LossAttributes
{
    public const string Namespace = "Gen.CrossEntropy";

    private static readonly (string Name, LossKind Kind)[] Table =
    [
        ("CrossEntropyLossAttribute", LossKind.CrossEntropy),
        ("NLLLossAttribute", LossKind.NLL),
        ("SoftmaxAttribute", LossKind.Softmax),
        ("LogSoftmaxAttribute", LossKind.LogSoftmax),
        ("EntropyAttribute", LossKind.Entropy),
        ("BCELossAttribute", LossKind.BCE),
        ("BCEWithLogitsLossAttribute", LossKind.BCEWithLogits),
        ("KLDivLossAttribute", LossKind.KLDiv),
        ("MSELossAttribute", LossKind.MSE),
    ];

    /// <summary>The metadata names of all of them.</summary>
    public static IReadOnlyList<string> MetadataNames { get; } = Table.Select(row => Namespace + "." + row.Name).ToArray();

    /// <summary>The loss that an attribute declares.</summary>
    public static LossKind KindOf(AttributeData attribute) => Table.First(row => row.Name == attribute.AttributeClass!.Name).Kind;

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
