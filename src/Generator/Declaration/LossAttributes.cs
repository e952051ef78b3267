using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>The attributes that declare a loss, a row each. A class carries at most one of them.</summary>
internal static class LossAttributes
{
    private const string Namespace = "Gen.CrossEntropy";
    private const string Suffix = "Attribute";

    private static readonly (string Name, LossKind Kind)[] Table =
    [
        ("CrossEntropyLoss", LossKind.CrossEntropy),
        ("NLLLoss", LossKind.NLL),
        ("Softmax", LossKind.Softmax),
        ("LogSoftmax", LossKind.LogSoftmax),
        ("Entropy", LossKind.Entropy),
        ("BCELoss", LossKind.BCE),
        ("BCEWithLogitsLoss", LossKind.BCEWithLogits),
        ("KLDivLoss", LossKind.KLDiv),
        ("MSELoss", LossKind.MSE),
    ];

    /// <summary>The metadata names of all of them.</summary>
    public static IReadOnlyList<string> MetadataNames { get; } = [.. Table.Select(row => $"{Namespace}.{row.Name}{Suffix}")];

    /// <summary>The applications of any of them to <paramref name="type"/>, in the compilation's order over all parts of the type.</summary>
    public static IEnumerable<AttributeData> On(ISymbol type) =>
        type.GetAttributes().Where(attribute => attribute.AttributeClass is { } attributeClass && KindOf(attributeClass) is not null);

    /// <summary>The name that a user writes between the brackets.</summary>
    public static string ShortName(AttributeData attribute)
    {
        string name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>
    /// The loss that <paramref name="attributeClass"/> declares; null if it is none of these attributes. By name, as ForAttributeWithMetadataName has it: a lookup by metadata name finds nothing when two
    /// referenced assemblies have the type.
    /// </summary>
    public static LossKind? KindOf(INamedTypeSymbol attributeClass)
    {
        if (attributeClass is not { TypeKind: TypeKind.Class, Arity: 0, ContainingType: null })
        {
            return null;
        }

        foreach ((string name, LossKind kind) in Table)
        {
            if (attributeClass.MetadataName == name + Suffix)
            {
                return attributeClass.ContainingNamespace.ToDisplayString() == Namespace ? kind : null;
            }
        }

        return null;
    }
}
