namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>Calls a loss as a worked case asks, in every way there is.</summary>
public static class VectorRun
{
    /// <summary>
    /// Runs Forward, Backward and ForwardBackward through spans and through tensor buffers, and ForwardBackward once more over the logits' own memory, and compares them: they must agree to the bit.
    /// </summary>
    /// <param name="loss">The case's declaration, compiled.</param>
    /// <param name="truth">The case.</param>
    /// <param name="indexType">What class indices are passed as, where it can hold them.</param>
    /// <returns>Forward's loss and ForwardBackward's gradient.</returns>
    /// <exception cref="ArgumentException">The call was refused.</exception>
    /// <exception cref="DisagreementException">Two ways disagree.</exception>
    /// <exception cref="GuardException">A call wrote where it must not.</exception>
    public static LossResult Call(CompiledLoss loss, VectorCase truth, IndexType indexType = IndexType.Int64)
    {
        Batch spans = truth.Batch(loss.Declaration.ClassWeightsPerCall, indexType);

        // Buffers first: only they see shapes, so that a case whose shapes do not fit is refused here.
        Batch buffers = spans with { Shapes = truth.Shapes };
        LossResult first = loss.ForwardBackward(buffers);
        try
        {
            Compare("Backward with buffers", first.Gradient, loss.Backward(buffers));
            Compare("Forward with buffers", first.Losses, loss.Forward(buffers));
            LossResult fused = loss.ForwardBackward(spans);
            Compare("ForwardBackward", first.Losses, fused.Losses);
            Compare("ForwardBackward", first.Gradient, fused.Gradient);
            Compare("Backward", first.Gradient, loss.Backward(spans));
            LossResult inPlace = loss.ForwardBackward(spans with { InPlace = true, Offset = 3 });
            Compare("ForwardBackward in place", first.Losses, inPlace.Losses);
            Compare("ForwardBackward in place", first.Gradient, inPlace.Gradient);
            double[] losses = loss.Forward(spans with { Offset = 1 });
            Compare("Forward", first.Losses, losses);
            return new LossResult(losses, fused.Gradient);
        }
        catch (ArgumentException refusal)
        {
            throw new DisagreementException("ForwardBackward with buffers answers, another call refuses: " + refusal.Message, refusal);
        }
    }

    private static void Compare(string way, double[] expected, double[] got)
    {
        for (int i = 0; i < Math.Max(expected.Length, got.Length); i++)
        {
            bool same = i < expected.Length && i < got.Length
                && (BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(got[i]) || (double.IsNaN(expected[i]) && double.IsNaN(got[i])));
            if (!same)
            {
                throw new DisagreementException($"{way} disagrees with ForwardBackward with buffers at {i}: {(i < got.Length ? got[i] : null):r} against {(i < expected.Length ? expected[i] : null):r}.");
            }
        }
    }
}

/// <summary>Two ways to call the same loss with the same arguments gave different results.</summary>
public sealed class DisagreementException : Exception
{
    /// <summary>With the text that says which and where.</summary>
    public DisagreementException(string message)
        : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public DisagreementException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a text.</summary>
    public DisagreementException()
    {
    }
}
