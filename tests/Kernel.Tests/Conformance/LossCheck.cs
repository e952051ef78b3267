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
    public static string? Check(CompiledLoss loss, Batch batch)
    {
        try
        {
            (Number[] losses, Number[] gradient) = InterpretedLoss.Compute(loss.Declaration, batch);
            LossResult fused = loss.ForwardBackward(batch);
            DType dtype = loss.Declaration.DType;
            return Comparison.Differences("loss", dtype, losses, fused.Losses)
                ?? Comparison.Differences("gradient", dtype, gradient, fused.Gradient)
                ?? Unequal("the loss of forward", loss.Forward(batch), fused.Losses)
                ?? Unequal("the gradient of backward", loss.Backward(batch), fused.Gradient)
                ?? Unequal("in place", loss.ForwardBackward(batch with { InPlace = true }), fused)
                ?? Unequal("backward in place", loss.Backward(batch with { InPlace = true }), fused.Gradient)
                ?? Unequal("one element further", loss.ForwardBackward(batch with { Offset = 1 }), fused);
        }
        catch (Exception wrong) when (wrong is GuardException or ArgumentException)
        {
            return wrong.Message;
        }
    }

    /// <summary>What is not equal to the bit, or null. Any NaN equals any other.</summary>
    public static string? Unequal(string what, LossResult actual, LossResult expected) =>
        Unequal(what + ", the loss", actual.Losses, expected.Losses) ?? Unequal(what + ", the gradient", actual.Gradient, expected.Gradient);

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
