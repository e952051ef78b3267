using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

/// <summary>Declarations made of values, without source.</summary>
internal static class Declared
{
    /// <summary>Ten classes and nothing else.</summary>
    public static LossArguments NoArguments { get; } = new(AreReadable: true, ClassCount: 10, null, null, null, null, null, null, null);

    /// <summary>A class that breaks no rule.</summary>
    public static ClassShape GoodShape { get; } = new(IsClass: true, IsRecord: false, IsPartial: true, IsStatic: false, FileLocalType: null, GenericType: null, default);

    /// <summary>A declaration of DigitLoss.</summary>
    public static LossDeclaration With(LossArguments arguments, ClassShape? shape = null, string? earlierLoss = null, params string[] members) =>
        new(new TypeName("Models", default, "DigitLoss"), shape ?? GoodShape, arguments, new(members), earlierLoss);

    /// <summary>The spec of a declaration that breaks no rule.</summary>
    public static LossSpec Spec(LossDeclaration declaration)
    {
        CheckedDeclaration result = DeclarationRules.Check(declaration);
        Assert.Empty(result.Violations);
        return Assert.IsType<LossSpec>(result.Spec);
    }
}
