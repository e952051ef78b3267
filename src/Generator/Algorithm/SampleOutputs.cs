using Gen.CrossEntropy.Generator.Model;
using static Gen.CrossEntropy.Generator.Algorithm.Logits;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// What a declaration may ask for besides loss and gradient, of the same pass.
/// </summary>
/// <param name="Flag">What the declaration says.</param>
/// <param name="Output">Where it goes.</param>
/// <param name="Value">Its value.</param>
internal sealed record RequestedOutput(LossOutputs Flag, SampleOutput Output, Func<LossSpec, Expr> Value);

/// <summary>The table of outputs. The loss itself has no row: a program that gives it has its step anyway.</summary>
internal static class SampleOutputs
{
    public static readonly IReadOnlyList<RequestedOutput> All =
    [
        new(LossOutputs.LogSumExp, SampleOutput.LogSumExp, _ => CrossEntropyTerms.Lse),
        new(LossOutputs.Hits, SampleOutput.Hit, Hit),
        new(LossOutputs.Entropy, SampleOutput.Entropy, ClassTerms.Entropy),
    ];

    public static IEnumerable<RequestedOutput> Of(LossSpec spec) => All.Where(output => spec.Outputs.HasFlag(output.Flag));

    /// <summary>Whether t is the first class that attains the maximum. A sample whose sum of exponentials is NaN has no largest logit.</summary>
    private static IfLess Hit(LossSpec spec)
    {
        Expr first = new Named("first", new Neg(new OverClasses("attained", ReduceOp.Max, new IfLess(AtClass(spec), Reference, double.NegativeInfinity, new Neg(new Input(LossInput.ClassIndex))))));
        Expr t = new Input(LossInput.TargetIndex);
        return new IfLess(0, Sum, new IfLess(first, t, 0, new IfLess(t, first, 0, 1)), 0);
    }
}
