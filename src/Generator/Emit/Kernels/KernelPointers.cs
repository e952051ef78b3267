using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>How far a pointer moves with the samples.</summary>
internal enum PointerExtent
{
    /// <summary>Not at all.</summary>
    Call,

    /// <summary>An element a sample.</summary>
    Sample,

    /// <summary>All classes of a sample.</summary>
    Classes,
}

/// <summary>
/// A pointer of a kernel.
/// </summary>
/// <param name="Name">The variable.</param>
/// <param name="Field">The block's field.</param>
/// <param name="Extent">How far it moves.</param>
internal sealed record KernelPointer(string Name, string Field, PointerExtent Extent);

/// <summary>What a kernel reads and writes, by the names that its text and its header use: tables.</summary>
internal static class KernelPointers
{
    private static readonly (LossInput Input, KernelPointer Pointer)[] Inputs =
    [
        (LossInput.Prediction, new("x", "Input", PointerExtent.Classes)),
        (LossInput.TargetPrediction, new("x", "Input", PointerExtent.Classes)),
        (LossInput.Element, new("x", "Input", PointerExtent.Sample)),
        (LossInput.DenseTarget, new("q", "DenseTargets", PointerExtent.Classes)),
        (LossInput.ElementTarget, new("y", "DenseTargets", PointerExtent.Sample)),
        (LossInput.ClassWeight, new("w", "ClassWeights", PointerExtent.Call)),
        (LossInput.ElementWeight, new("w", "Weights", PointerExtent.Sample)),
        (LossInput.PosWeight, new("r", "PosWeights", PointerExtent.Sample)),
        (LossInput.TargetWeight, new("v", "TargetWeights", PointerExtent.Sample)),
        (LossInput.Upstream, new("u", "Upstream", PointerExtent.Sample)),
        (LossInput.ClassUpstream, new("u", "Upstream", PointerExtent.Classes)),
    ];

    /// <summary>What a program reads through pointers, each once.</summary>
    public static IReadOnlyList<KernelPointer> ReadBy(RowProgram program) =>
        Inputs.Where(row => program.Reads(row.Input)).Select(row => row.Pointer).Distinct().ToArray();

    /// <summary>The pointer that an input is read through.</summary>
    public static KernelPointer Of(LossInput input) => Inputs.First(row => row.Input == input).Pointer;

    /// <summary>Where a value of each class goes.</summary>
    public static KernelPointer Of(MapOutput output) => output switch
    {
        MapOutput.Gradient => new("dx", "Gradient", PointerExtent.Classes),
        MapOutput.ElementGradient => new("dx", "Gradient", PointerExtent.Sample),
        MapOutput.Result => new("y", "Output", PointerExtent.Classes),
        _ => throw new NotSupportedException($"No pointer for {output}."),
    };

    /// <summary>Where a value of each sample goes.</summary>
    public static KernelPointer Of(SampleOutput output) => output switch
    {
        SampleOutput.Loss => new("losses", "Losses", PointerExtent.Sample),
        SampleOutput.LogSumExp => new("lses", "LogSumExps", PointerExtent.Sample),
        SampleOutput.Hit => new("hits", "Hits", PointerExtent.Sample),
        SampleOutput.Entropy => new("entropies", "Entropies", PointerExtent.Sample),
        _ => throw new NotSupportedException($"No pointer for {output}."),
    };

    /// <summary>The variable of a class's input, before the step's suffix.</summary>
    public static string Letter(LossInput input) => input switch
    {
        LossInput.Prediction => "x",
        LossInput.DenseTarget => "q",
        LossInput.ClassWeight => "w",
        LossInput.ClassUpstream => "g",
        LossInput.ClassIndex => "c",
        _ => throw new NotSupportedException($"No letter for the input {input}."),
    };
}
