using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>The parameters of each pass, in the order in which users give them.</summary>
internal static class Parameters
{
    /// <summary>The element types that targets may have: an overload each.</summary>
    public static IReadOnlyList<string> TargetTypes(LossSpec spec) =>
        spec.Target == TargetKind.ClassIndices ? ["int", "long", "byte"] : [spec.DType == DType.Float32 ? "float" : "double"];

    /// <summary>What a pass returns.</summary>
    public static string ResultOf(LossSpec spec, Pass pass) =>
        spec.Reduction == Reduction.None || pass == Pass.Backward ? "void" : spec.DType == DType.Float32 ? "float" : "double";

    public static IReadOnlyList<Parameter> Of(LossSpec spec, Pass pass)
    {
        string element = spec.DType == DType.Float32 ? "float" : "double";
        int c = spec.ClassCount;
        bool none = spec.Reduction == Reduction.None;

        Parameter logits = new("logits", ParameterKind.Read, "Logits", "x", null, null, $"x [N, {c}], [N, {c}, S] or [{c}], row-major. Not changed, unless it is the gradient's memory.");
        Parameter targets = spec.Target == TargetKind.ClassIndices
            ? new("targets", ParameterKind.Targets, "Targets", "t", null, null, $"t [N, S]: the class of each sample, in [0, {c}), or {Literal.Whole(spec.IgnoreIndex!.Value)} for a sample that is ignored.")
            : new("targets", ParameterKind.Targets, "Targets", "q", null, null, "q, laid out as the logits are: the probability of each class. It need not be normalised.");
        Parameter classWeights = new("classWeights", ParameterKind.Read, "ClassWeights", "w", null, null, $"w [{c}]: the weight of each class.");
        Parameter losses = new("losses", ParameterKind.Written, "Losses", "l", null, null, "l [N, S]: where the losses go. May not overlap anything else.");
        Parameter gradient = new("gradient", ParameterKind.Written, "Gradient", "dx", null, null, "dx, laid out as the logits are: where the gradient goes. Exactly the logits' memory, or memory that nothing else here uses.");
        Parameter upstreamRows = new("upstream", ParameterKind.Read, "UpstreamRows", "u", null, null, "g [N, S]: the gradient of each loss.");
        Parameter upstream = new("upstream", ParameterKind.Scalar, "Upstream", null, element, pass == Pass.ForwardBackward ? Literal.Of(1, spec.DType) : null, "g: the gradient of the result.");
        Parameter positions = new("positions", ParameterKind.Scalar, "Positions", null, "int", "1", $"S: how many positions a sample has, 1 or more. Neighbouring positions are neighbours in memory, their classes S apart: [N, {c}, S].");
        Parameter divisor = new("divisor", ParameterKind.Scalar, "Divisor", null, "double?", "null", spec.Reduction == Reduction.Sum
            ? "Divides the sum: for a mean over a batch that comes in parts. Finite and not 0."
            : "Replaces the mean's own divisor: for a mean over a batch that comes in parts. Finite and not 0.");

        List<Parameter> all = [logits, targets];
        if (spec.Weights == WeightKind.PerCall)
        {
            all.Add(classWeights);
        }

        all.AddRange((none, pass) switch
        {
            (true, Pass.Forward) => [losses, positions],
            (true, Pass.Backward) => [upstreamRows, gradient, positions],
            (true, Pass.ForwardBackward) => [upstreamRows, losses, gradient, positions],
            (false, Pass.Forward) => [positions, divisor],
            (false, Pass.Backward) => [upstream, gradient, positions, divisor],
            (false, Pass.ForwardBackward) => (Parameter[])[gradient, upstream, positions, divisor],
            _ => throw new NotSupportedException($"No parameters for {pass}."),
        });
        return all;
    }
}
