using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Everything that holds for any loss, batch and width.</summary>
internal static class LossCheck
{
    /// <summary>
    /// What is wrong, or null. The fused pass agrees with the interpreter; forward, backward, the fused pass over the logits' own memory and at an address that no vector likes equal it to the bit.
    /// That nothing else is written, each of these calls checks itself.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="slackOfMap">How many times the error of the analysis the gradient of a softmax may be off.</param>
    public static string? Check(CompiledLoss loss, Batch batch, double slackOfMap = 1)
    {
        try
        {
            return loss.Declaration.IsMap ? CheckMap(loss, batch, slackOfMap) : CheckLoss(loss, batch);
        }
        catch (Exception wrong) when (wrong is GuardException or ArgumentException)
        {
            return wrong.Message;
        }
    }

    private static string? CheckLoss(CompiledLoss loss, Batch batch)
    {
        InterpretedResult expected = InterpretedLoss.Compute(loss.Declaration, batch);
        LossResult fused = loss.ForwardBackward(batch);
        return Differences(loss.Declaration, expected, fused)
            ?? Unequal("forward", loss.Run(LossPass.Forward, batch), fused with { Gradient = [] })
            ?? Unequal("the gradient of backward", loss.Backward(batch), fused.Gradient)
            ?? Unequal("in place", loss.ForwardBackward(batch with { InPlace = true }), fused)
            ?? Unequal("backward in place", loss.Backward(batch with { InPlace = true }), fused.Gradient)
            ?? (OnHost(batch) ? Unequal("one element further", loss.ForwardBackward(batch with { Offset = 1 }), fused) : null);
    }

    private static string? CheckMap(CompiledLoss loss, Batch batch, double slack)
    {
        double[] output = loss.Forward(batch);
        Batch back = batch with { Logits = output };
        double[] gradient = loss.Backward(back);
        return Comparison.Differences("output", loss.Declaration.DType, InterpretedLoss.Compute(loss.Declaration, batch).Losses, output)
            ?? Comparison.Differences("gradient", loss.Declaration.DType, InterpretedLoss.MapBackward(loss.Declaration, back), gradient, slack)
            ?? Unequal("in place", loss.Forward(batch with { InPlace = true }), output)
            ?? Unequal("backward in place", loss.Backward(back with { InPlace = true }), gradient)
            ?? (OnHost(batch) ? Unequal("one element further", loss.Forward(batch with { Offset = 1 }), output) : null)
            ?? (OnHost(batch) ? Unequal("backward one element further", loss.Backward(back with { Offset = 1 }), gradient) : null);
    }

    /// <summary>Whether the call sees the addresses of the batch's arrays. A device's buffers are copies, and lie where the device lays them.</summary>
    private static bool OnHost(Batch batch) => batch.Device is null;

    /// <summary>What differs from the interpreter, or null.</summary>
    public static string? Differences(Declaration declaration, InterpretedResult expected, LossResult actual)
    {
        // Scalars, and what there is one of for a sample, have the type that kernels compute in; what there is one of for an element, the declared one.
        DType computed = declaration.DType == DType.Float64 ? DType.Float64 : DType.Float32;
        return Comparison.Differences("loss", declaration.IsElementwise && declaration.IsUnreduced ? declaration.DType : computed, expected.Losses, actual.Losses)
            ?? Comparison.Differences("gradient", declaration.DType, expected.Gradient, actual.Gradient)
            ?? Output(LossOutputs.Losses, actual.SampleLosses)
            ?? Output(LossOutputs.LogSumExp, actual.LogSumExps)
            ?? Output(LossOutputs.Hits, actual.Hits)
            ?? Output(LossOutputs.Entropy, actual.Entropies);

        string? Output(LossOutputs output, double[] values) =>
            Comparison.Differences($"{output}", computed, expected.Outputs.TryGetValue(output, out Number[]? numbers) ? numbers : [], values);
    }

    /// <summary>What is not equal to the bit, or null. Any NaN equals any other.</summary>
    public static string? Unequal(string what, LossResult actual, LossResult expected) =>
        Unequal(what + ", the loss", actual.Losses, expected.Losses)
        ?? Unequal(what + ", the gradient", actual.Gradient, expected.Gradient)
        ?? Unequal(what + ", the losses", actual.SampleLosses, expected.SampleLosses)
        ?? Unequal(what + ", the log-sum-exps", actual.LogSumExps, expected.LogSumExps)
        ?? Unequal(what + ", the hits", actual.Hits, expected.Hits)
        ?? Unequal(what + ", the entropies", actual.Entropies, expected.Entropies);

    /// <summary>What is not equal to the bit, or null.</summary>
    public static string? Unequal(string what, double[] actual, double[] expected)
    {
        if (actual.Length != expected.Length)
        {
            return $"{what}: {actual.Length} elements instead of {expected.Length}";
        }

        for (int i = 0; i < actual.Length; i++)
        {
            bool same = BitConverter.DoubleToInt64Bits(actual[i]) == BitConverter.DoubleToInt64Bits(expected[i]) || (double.IsNaN(actual[i]) && double.IsNaN(expected[i]));
            if (!same)
            {
                return $"{what}: [{i}] is {actual[i]:R}, in the fused pass {expected[i]:R}";
            }
        }

        return null;
    }
}
