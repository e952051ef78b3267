using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>How generated code calls the runtime: the call's type, what the declaration fixes of it, and what runs it.</summary>
internal static class CallText
{
    private const string Root = "global::Gen.CrossEntropy.";
    private const string Kernels = Root + "Kernels.";

    /// <summary>Whether the call is generic in the type of class indices.</summary>
    public static bool IsGeneric(LossSpec spec) => spec.IgnoreIndex is not null;

    public static string Type(LossSpec spec)
    {
        string storage = Literal.TypeName(spec.DType), real = Literal.TypeName(spec.ComputeType);
        return spec.IsOfElements ? $"{Kernels}ElementCall<{storage}, {real}>"
            : spec.IsSoftmax ? $"{Kernels}MapCall<{storage}, {real}>"
            : $"{Kernels}LossCall<{storage}, {real}, {(IsGeneric(spec) ? "TTarget" : storage)}>";
    }

    /// <summary>The class whose method Run runs the call.</summary>
    public static string Runner(LossSpec spec) => Kernels + RunnerName(spec);

    /// <summary>The same for buffers on a GPU.</summary>
    public static string GpuRunner(LossSpec spec) => Kernels + "Gpu" + RunnerName(spec);

    private static string RunnerName(LossSpec spec) => spec.Kind switch
    {
        LossKind.Softmax or LossKind.LogSoftmax => "ClassMap",
        LossKind.Entropy => "TargetlessLoss",
        LossKind.CrossEntropy or LossKind.NLL => IsGeneric(spec) ? "IndexLoss" : "DenseLoss",
        LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE => "ElementLoss",
        _ => throw new NotSupportedException($"Nothing runs {spec.Kind}."),
    };

    /// <summary>The fields that the declaration fixes, and their values.</summary>
    public static IEnumerable<(string Field, string Value)> Fixed(LossSpec spec)
    {
        LossNames names = LossNames.Of(spec);
        bool softmax = spec.IsSoftmax, elements = spec.IsOfElements;
        yield return ("Pass", "pass");
        if (!elements)
        {
            yield return ("ClassCount", $"{spec.ClassCount}");
            yield return ("BlockRows", $"{KernelPlanner.BlockRows(spec)}");
            if (KernelPlanner.TakesBFloat16(spec, SampleLayout.Rows))
            {
                yield return ("NativeRows", "true");
            }

            if (KernelPlanner.BlockPositions(spec) != KernelPlanner.BlockRows(spec))
            {
                yield return ("BlockPositions", $"{KernelPlanner.BlockPositions(spec)}");
            }
        }

        if (!softmax)
        {
            yield return ("Reduction", $"{Root}Reduction.{spec.Reduction}");
        }

        yield return ("InputName", softmax ? $"pass == {Kernels}LossPass.Forward ? \"{names.Prediction}\" : \"{names.Result}\"" : $"\"{names.Prediction}\"");
        if (softmax)
        {
            yield return ("OutputName", $"\"{names.Result}\"");
        }

        if (elements)
        {
            yield return ("TargetsName", $"\"{names.Targets}\"");
            yield return ("InputIsProbability", Bool(spec.Kind == LossKind.BCE));
            yield return ("Weighted", Bool(spec.Weights == WeightKind.PerCall));
            yield return ("PosWeighted", Bool(spec.PosWeights == WeightKind.PerCall));
        }
        else if (!softmax)
        {
            if (spec.Outputs != LossOutputs.None)
            {
                yield return ("Outputs", string.Join(" | ", spec.Outputs.ToString().Split([", "], StringSplitOptions.None).Select(o => $"{Root}LossOutputs.{o}")));
            }

            if (spec.IgnoreIndex is { } ignoreIndex)
            {
                yield return ("IgnoreIndex", ignoreIndex == long.MinValue ? "long.MinValue" : Literal.Whole(ignoreIndex) + "L");
            }

            yield return ("Weighted", Bool(spec.Weights != WeightKind.None));
        }

        yield return ("Positions", "1");
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
