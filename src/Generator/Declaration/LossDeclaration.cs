using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>One application of a loss attribute as it is written: no value is checked, none is replaced by its default. Free of symbols and equal by value.</summary>
/// <param name="Type">The class that carries the attribute.</param>
/// <param name="Shape">What kind of class it is.</param>
/// <param name="Arguments">The attribute's arguments.</param>
/// <param name="MemberNames">Names of the members that the user wrote, in source order, each once.</param>
/// <param name="EarlierLoss">The loss attribute, without its suffix, that the class already carries; null where this application is the class's first.</param>
internal sealed record LossDeclaration(
    TypeName Type,
    ClassShape Shape,
    LossArguments Arguments,
    EquatableArray<string> MemberNames,
    string? EarlierLoss);

/// <summary>The facts about a class that decide whether another part of it can be written.</summary>
/// <param name="IsClass">A class or a record class, which is all that the attribute may be put on.</param>
/// <param name="IsRecord">A record.</param>
/// <param name="IsPartial">At least one part says <c>partial</c>; where another one does not, the compiler says so.</param>
/// <param name="IsStatic">A static class.</param>
/// <param name="FileLocalType">The name of the type that is file-local: this one or one around it; null if none is.</param>
/// <param name="GenericType">The name of the type that has type parameters: this one or one around it; null if none has.</param>
/// <param name="NotPartialContainers">The types around the class that do not say <c>partial</c>, outermost first.</param>
internal sealed record ClassShape(
    bool IsClass,
    bool IsRecord,
    bool IsPartial,
    bool IsStatic,
    string? FileLocalType,
    string? GenericType,
    EquatableArray<ContainingType> NotPartialContainers);

/// <summary>The arguments of a loss attribute; null is "not written" (or written as null, or not readable).</summary>
/// <param name="AreReadable">False if the compiler refuses an argument: it has said so, and what is read here is incomplete.</param>
/// <param name="ClassCount">The constructor's argument.</param>
/// <param name="DType">The number behind the enum's value, which need not be one of its names.</param>
/// <param name="Target">Likewise.</param>
/// <param name="Reduction">Likewise.</param>
/// <param name="LabelSmoothing">ε.</param>
/// <param name="IgnoreIndex">The ignored target.</param>
/// <param name="ClassWeights">The constant weights.</param>
/// <param name="ClassWeightsPerCall">Whether weights are an argument of each call.</param>
internal sealed record LossArguments(
    bool AreReadable,
    int? ClassCount,
    int? DType,
    int? Target,
    int? Reduction,
    double? LabelSmoothing,
    long? IgnoreIndex,
    EquatableArray<double>? ClassWeights,
    bool? ClassWeightsPerCall)
{
    public LossKind Kind { get; init; }
    public double? ZLoss { get; init; }
    public double? LogitScale { get; init; }
    public double? Softcap { get; init; }
    public double? FocalGamma { get; init; }
    public double? PolyEpsilon { get; init; }
    public int? Outputs { get; init; }
    public bool? WeightsPerCall { get; init; }
    public double? PosWeight { get; init; }
    public bool? PosWeightsPerCall { get; init; }
    public bool? LogTarget { get; init; }
    public int? Prediction { get; init; }
}
