using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using static Gen.CrossEntropy.Generator.Emit.Api.ParameterElement;
using static Gen.CrossEntropy.Generator.Emit.Api.ParameterKind;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>The parameters of each pass, in the order in which users give them.</summary>
internal static class Parameters
{
    /// <summary>The types of class indices, an overload each; one name that nothing uses where there are none.</summary>
    public static IReadOnlyList<string> IndexTypes(LossSpec spec) => spec.IgnoreIndex is not null ? ["int", "long", "byte"] : [Literal.TypeName(spec.DType)];

    /// <summary>What a pass returns.</summary>
    public static string ResultOf(LossSpec spec, Pass pass) =>
        spec.Reduction == Reduction.None || pass == Pass.Backward || spec.IsSoftmax ? "void" : Literal.TypeName(spec.ComputeType);

    public static IReadOnlyList<Parameter> Of(LossSpec spec, Pass pass) =>
        spec.IsSoftmax ? OfSoftmax(spec, pass) : [.. Given(spec), .. OfPass(spec, pass), .. Layout(spec)];

    /// <summary>What every pass of a loss is given first.</summary>
    private static IEnumerable<Parameter> Given(LossSpec spec)
    {
        LossNames names = LossNames.Of(spec);
        bool elements = spec.IsOfElements;
        string unchanged = "Not changed, unless it is the gradient's memory.";
        yield return new(names.Prediction, Read, Storage, "Input", elements
            ? $"x, an element each{(spec.Kind == LossKind.BCE ? ", in [0, 1]" : "")}. {unchanged}"
            : $"x {Shape(spec)}, row-major. {unchanged}")
        { Pointer = "x", Argument = "input" };

        if (spec.IgnoreIndex is { } ignored)
        {
            yield return new("targets", Read, Index, "Targets", $"t [N, S]: the class of each sample, in [0, {spec.ClassCount}), or {Literal.Whole(ignored)} for a sample that is ignored.") { Pointer = "t" };
        }
        else if (names.Targets.Length > 0)
        {
            yield return new(names.Targets, Read, Storage, "Targets", elements
                ? $"y, one for each element{(spec.LogTarget ? ": a log-probability" : "")}."
                : "q, laid out as the logits are: the probability of each class. It need not be normalised.")
            { Pointer = elements ? "y" : "q", Argument = "targets" };
        }

        const string Period = "One for each element; or one per class, and then the class of element i is (i / positions) mod their number";
        if (spec.Weights == WeightKind.PerCall)
        {
            yield return elements
                ? new("weights", Read, Storage, "Weights", $"w: the weight of each element. {Period}.") { Pointer = "w" }
                : new("classWeights", Read, Real, "ClassWeights", $"w [{spec.ClassCount}]: the weight of each class.") { Pointer = "w" };
        }

        if (spec.PosWeights == WeightKind.PerCall)
        {
            yield return new("posWeights", Read, Storage, "PosWeights", $"r: the weight of positive targets. {Period}.") { Pointer = "r" };
        }

        if (spec.Reduction == Reduction.BatchMean)
        {
            yield return new("batchSize", Scalar, Other, "BatchSize", "The extent of the first dimension, which the sum is divided by: 1 or more.") { OtherType = "int", ShapesSayIt = true };
        }
    }

    private static IEnumerable<Parameter> OfPass(LossSpec spec, Pass pass)
    {
        bool elements = spec.IsOfElements, none = spec.Reduction == Reduction.None;
        ParameterElement perSample = elements ? Storage : Real;
        string laidOut = elements ? "an element for each of x" : $"laid out as the {LossNames.Of(spec).PredictionWords} are", samples = elements ? "one for each element" : "[N, S]";
        string one = Literal.Of(1, spec.ComputeType);
        if (pass != Pass.Forward)
        {
            if (none)
            {
                yield return new("upstream", Read, perSample, elements ? "UpstreamElements" : "UpstreamRows", $"g {samples}: the gradient of each loss.") { Pointer = "u" };
            }
            else if (pass == Pass.Backward)
            {
                yield return new("upstream", Scalar, Real, "Upstream", "g: the gradient of the result.");
            }
        }

        Parameter losses = new("losses", Written, perSample, "Losses", $"l {samples}: where the losses go. May not overlap anything else.") { Pointer = "l" };
        if (pass != Pass.Backward && none)
        {
            yield return losses;
        }

        if (pass != Pass.Forward)
        {
            string same = $"Exactly the memory of the {LossNames.Of(spec).PredictionWords}, or memory that nothing else here uses.";
            yield return new("gradient", Written, Storage, "Gradient", $"dx, {laidOut}: where the gradient goes. {same}") { Pointer = "dx" };
        }

        if (pass != Pass.Backward)
        {
            if (spec.Outputs.HasFlag(LossOutputs.Losses))
            {
                yield return losses;
            }

            foreach ((LossOutputs flag, string name, string pointer, string field, string what) in ((LossOutputs, string, string, string, string)[])[
                (LossOutputs.LogSumExp, "logSumExps", "lse", "LogSumExps", "where the log-sum-exp of each sample's logits goes, as the loss sees them"),
                (LossOutputs.Hits, "hits", "hit", "Hits", "where 1 goes if the sample's target is the first class of those with its largest logit, else 0"),
                (LossOutputs.Entropy, "entropies", "entropy", "Entropies", "where the entropy of each sample's softmax goes, in nats")])
            {
                if (spec.Outputs.HasFlag(flag))
                {
                    yield return new(name, Written, Real, field, $"[N, S]: {what}; 0 for an ignored sample. May not overlap anything else.") { Pointer = pointer };
                }
            }
        }

        if (!none && pass == Pass.ForwardBackward)
        {
            yield return new("upstream", Scalar, Real, "Upstream", "g: the gradient of the result.") { Default = one };
        }
    }

    private static IEnumerable<Parameter> Layout(LossSpec spec)
    {
        if (!spec.IsOfElements)
        {
            yield return Positions(spec);
        }
        else if (spec.Weights == WeightKind.PerCall || spec.PosWeights == WeightKind.PerCall)
        {
            yield return new("positions", Scalar, Other, "Positions", "S: how many neighbouring elements are of one class, 1 or more; of use where weights are one per class.")
            {
                OtherType = "int",
                Default = "1",
                ShapesSayIt = true,
            };
        }

        if (spec.Reduction != Reduction.None)
        {
            yield return new("divisor", Scalar, Other, "Divisor", spec.Reduction == Reduction.Sum
                ? "Divides the sum: for a mean over a batch that comes in parts. Finite and not 0."
                : "Replaces the mean's own divisor: for a mean over a batch that comes in parts. Finite and not 0.")
            {
                OtherType = "double?",
                Default = "null",
            };
        }
    }

    private static IReadOnlyList<Parameter> OfSoftmax(LossSpec spec, Pass pass)
    {
        LossNames names = LossNames.Of(spec);
        string result = LossNames.Words(names.Result);
        return pass == Pass.Forward
            ?
            [
                new("logits", Read, Storage, "Input", $"x {Shape(spec)}, row-major. Not changed, unless it is the memory of the result.") { Pointer = "x", Argument = "input" },
                new(names.Result, Written, Storage, "Output", "y, laid out as the logits are: where the result goes. Exactly the logits' memory, or memory that nothing else here uses.") { Pointer = "y", Argument = "output" },
                Positions(spec),
            ]
            :
            [
                new(names.Result, Read, Storage, "Input", $"y {Shape(spec)}: the {result} that Forward gave.") { Pointer = "x", Argument = "input" },
                new("upstream", Read, Storage, "Upstream", $"g, laid out as the {result} are: their gradient.") { Pointer = "u" },
                new("gradient", Written, Storage, "Gradient", $"dx, laid out as the {result} are: where the gradient with respect to the logits goes. Exactly the memory of one of the two, or memory that nothing else here uses.") { Pointer = "dx" },
                Positions(spec),
            ];
    }

    private static Parameter Positions(LossSpec spec) => new("positions", Scalar, Other, "Positions",
        $"S: how many positions a sample has, 1 or more. Neighbouring positions are neighbours in memory, their classes S apart: [N, {spec.ClassCount}, S].")
    {
        OtherType = "int",
        Default = "1",
        ShapesSayIt = true,
    };

    private static string Shape(LossSpec spec) => $"[N, {spec.ClassCount}], [N, {spec.ClassCount}, S] or [{spec.ClassCount}]";
}
