using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

/// <summary>Declarations made of values, without source.</summary>
internal static class Declared
{
    /// <summary>Every kind of loss.</summary>
    public static IReadOnlyList<LossKind> Kinds { get; } = Enum.GetValues<LossKind>();

    /// <summary>Ten classes and nothing else.</summary>
    public static LossArguments NoArguments { get; } = new() { ClassCount = 10 };

    /// <summary>A class that breaks no rule.</summary>
    public static ClassShape GoodShape { get; } = new(IsClass: true, IsRecord: false, IsPartial: true, IsStatic: false, FileLocalType: null, GenericType: null, default);

    /// <summary>What the constructor of a kind of loss has to be given: ten classes, logits.</summary>
    public static LossArguments Required(LossKind kind) => new()
    {
        ClassCount = LossKinds.HasClasses(kind) ? 10 : null,
        Prediction = kind == LossKind.Entropy ? (int)Model.PredictionKind.Logits : null,
    };

    /// <summary>A declaration of DigitLoss, a cross-entropy.</summary>
    public static LossDeclaration With(LossArguments arguments, ClassShape? shape = null, string? earlierLoss = null, params string[] members) =>
        new(new TypeName("Models", default, "DigitLoss"), LossKind.CrossEntropy, shape ?? GoodShape, arguments, new(members), earlierLoss);

    /// <summary>A declaration of another kind.</summary>
    public static LossDeclaration Of(LossKind kind, LossArguments arguments) => With(arguments) with { Kind = kind };

    /// <summary>The spec of a declaration that breaks no rule.</summary>
    public static LossSpec Spec(LossDeclaration declaration)
    {
        CheckedDeclaration result = DeclarationRules.Check(declaration);
        Assert.Empty(result.Violations);
        return Assert.IsType<LossSpec>(result.Spec);
    }
}
