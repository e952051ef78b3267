using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>Calls a loss as a worked case asks, in every way there is.</summary>
public static class VectorRun
{
    /// <summary>
    /// Runs Forward, Backward and ForwardBackward through spans and through tensor buffers, and once more over the logits' own memory, and compares them: they must agree to the bit. A softmax has no
    /// ForwardBackward; its Backward starts from the output of its Forward.
    /// </summary>
    /// <param name="loss">The case's declaration, compiled.</param>
    /// <param name="truth">The case.</param>
    /// <param name="indexType">What class indices are passed as, where it can hold them.</param>
    /// <returns>What Forward returns and writes, and the gradient.</returns>
    /// <exception cref="ArgumentException">The call was refused.</exception>
    /// <exception cref="DisagreementException">Two ways disagree.</exception>
    /// <exception cref="GuardException">A call wrote where it must not.</exception>
    public static LossResult Call(CompiledLoss loss, VectorCase truth, IndexType indexType = IndexType.Int64)
    {
        // Buffers first: only they see shapes, so that a case whose shapes do not fit is refused here.
        Batch spans = truth.Batch(loss.Declaration, indexType), buffers = truth.BufferBatch(loss.Declaration, indexType);
        LossResult first = loss.Declaration.IsMap ? loss.Run(LossPass.Forward, buffers) : loss.Run(LossPass.ForwardBackward, buffers);
        try
        {
            return loss.Declaration.IsMap ? CallMap(loss, spans, buffers, first.Losses) : CallLoss(loss, spans, buffers, first);
        }
        catch (ArgumentException refusal)
        {
            throw new DisagreementException("The first call with buffers answers, another call refuses: " + refusal.Message, refusal);
        }
    }

    /// <summary>The same on another device, through its buffers: all passes, and once more over the logits' own memory.</summary>
    /// <param name="loss">The case's declaration, compiled for GPUs.</param>
    /// <param name="truth">The case.</param>
    /// <param name="device">The device.</param>
    /// <param name="indexType">What class indices are passed as, where it can hold them.</param>
    /// <returns>What Forward returns and writes, and the gradient.</returns>
    /// <exception cref="ArgumentException">The call was refused.</exception>
    /// <exception cref="DisagreementException">Two ways disagree.</exception>
    /// <exception cref="GuardException">A call wrote where it must not.</exception>
    public static LossResult CallOn(CompiledLoss loss, VectorCase truth, Device device, IndexType indexType = IndexType.Int64)
    {
        Batch batch = truth.BufferBatch(loss.Declaration, indexType) with { Device = device };
        LossResult first = loss.Declaration.IsMap ? loss.Run(LossPass.Forward, batch) : loss.Run(LossPass.ForwardBackward, batch);
        try
        {
            return loss.Declaration.IsMap ? CallMapOn(loss, batch, first.Losses) : CallLossOn(loss, batch, first);
        }
        catch (ArgumentException refusal)
        {
            throw new DisagreementException("The first call answers, another call refuses: " + refusal.Message, refusal);
        }
    }

    /// <summary>The log-probabilities of a case's input.</summary>
    /// <param name="loss">The declaration of <see cref="VectorCase.ForLogProbabilities"/>, compiled.</param>
    /// <param name="truth">The case.</param>
    /// <param name="device">Where the call runs; null for the CPU.</param>
    public static double[] LogProbabilities(CompiledLoss loss, VectorCase truth, Device? device = null) =>
        loss.Forward(truth.ForLogProbabilities().BufferBatch(loss.Declaration) with { Device = device });

    private static LossResult CallLoss(CompiledLoss loss, Batch spans, Batch buffers, LossResult first)
    {
        Compare("Backward with buffers", first.Gradient, loss.Backward(buffers));
        CompareOutputs("Forward with buffers", first, loss.Run(LossPass.Forward, buffers));
        LossResult fused = loss.ForwardBackward(spans);
        CompareOutputs("ForwardBackward", first, fused);
        Compare("ForwardBackward", first.Gradient, fused.Gradient);
        Compare("Backward", first.Gradient, loss.Backward(spans));
        LossResult inPlace = loss.ForwardBackward(spans with { InPlace = true, Offset = 3 });
        CompareOutputs("ForwardBackward in place", first, inPlace);
        Compare("ForwardBackward in place", first.Gradient, inPlace.Gradient);
        LossResult forward = loss.Run(LossPass.Forward, spans with { Offset = 1 });
        CompareOutputs("Forward", first, forward);
        return forward with { Gradient = fused.Gradient };
    }

    private static LossResult CallMap(CompiledLoss loss, Batch spans, Batch buffers, double[] first)
    {
        Compare("Forward", first, loss.Forward(spans with { Offset = 1 }));
        Compare("Forward in place", first, loss.Forward(spans with { InPlace = true, Offset = 3 }));
        double[] gradient = loss.Backward(buffers with { Logits = first });
        Compare("Backward", gradient, loss.Backward(spans with { Logits = first, Offset = 1 }));
        Compare("Backward in place", gradient, loss.Backward(spans with { Logits = first, InPlace = true, Offset = 3 }));
        return new LossResult(first, gradient);
    }

    private static LossResult CallLossOn(CompiledLoss loss, Batch batch, LossResult first)
    {
        LossResult forward = loss.Run(LossPass.Forward, batch);
        CompareOutputs("Forward", first, forward);
        Compare("Backward", first.Gradient, loss.Backward(batch));
        LossResult inPlace = loss.ForwardBackward(batch with { InPlace = true });
        CompareOutputs("ForwardBackward in place", first, inPlace);
        Compare("ForwardBackward in place", first.Gradient, inPlace.Gradient);
        return forward with { Gradient = first.Gradient };
    }

    private static LossResult CallMapOn(CompiledLoss loss, Batch batch, double[] first)
    {
        Compare("Forward in place", first, loss.Forward(batch with { InPlace = true }));
        Batch back = batch with { Logits = first };
        double[] gradient = loss.Backward(back);
        Compare("Backward in place", gradient, loss.Backward(back with { InPlace = true }));
        return new LossResult(first, gradient);
    }

    private static void CompareOutputs(string way, LossResult expected, LossResult got)
    {
        Compare(way, expected.Losses, got.Losses);
        Compare(way + ", losses of samples", expected.SampleLosses, got.SampleLosses);
        Compare(way + ", log-sum-exps", expected.LogSumExps, got.LogSumExps);
        Compare(way + ", hits", expected.Hits, got.Hits);
        Compare(way + ", entropies", expected.Entropies, got.Entropies);
    }

    private static void Compare(string way, double[] expected, double[] got)
    {
        for (int i = 0; i < Math.Max(expected.Length, got.Length); i++)
        {
            bool same = i < expected.Length && i < got.Length
                && (BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(got[i]) || (double.IsNaN(expected[i]) && double.IsNaN(got[i])));
            if (!same)
            {
                throw new DisagreementException($"{way} disagrees with the first call at {i}: {(i < got.Length ? got[i] : null):r} against {(i < expected.Length ? expected[i] : null):r}.");
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
