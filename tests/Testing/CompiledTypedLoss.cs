using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing;

/// <summary>The calls of a loss of certain types, through the class that was compiled to make them.</summary>
/// <typeparam name="T">The element type of what has an element per logit.</typeparam>
/// <typeparam name="TReal">The type of results.</typeparam>
/// <typeparam name="TSample">The element type of losses and upstream gradients.</typeparam>
internal sealed class CompiledTypedLoss<T, TReal, TSample>(Declaration declaration, Type type, object calls) : CompiledLoss(declaration, type)
    where T : unmanaged
    where TReal : unmanaged
    where TSample : unmanaged
{
    public override LossResult Run(LossPass pass, Batch batch) =>
        batch.Targets switch
        {
            NoTargets => Run(pass, batch, [], Elements.Of<T>(double.NaN)),
            ProbabilityTargets q => Run(pass, batch, Elements.Of<T>(q.Values), Elements.Of<T>(double.NaN)),

            // The guards of targets are small and negative: out of range, yet harmless as an offset.
            IndexTargets { Type: IndexType.Int32 } t => Run<int>(pass, batch, [.. t.Values.Select(v => checked((int)v))], -7),
            IndexTargets { Type: IndexType.Int64 } t => Run<long>(pass, batch, t.Values, -7),
            IndexTargets { Type: IndexType.UInt8 } t => Run<byte>(pass, batch, [.. t.Values.Select(v => checked((byte)v))], 249),
            _ => throw new NotSupportedException($"No calls for {batch.Targets}."),
        };

    private LossResult Run<TTarget>(LossPass pass, Batch batch, TTarget[] targets, TTarget guard)
        where TTarget : unmanaged
    {
        IDeclaredCalls<T, TReal, TSample, TTarget> members = (IDeclaredCalls<T, TReal, TSample, TTarget>)calls;
        CallArrays<T, TReal, TSample, TTarget> arrays = new(Declaration, pass, batch, targets, guard);
        TReal result;
        try
        {
            if (batch.Shapes is not null || batch.Device is not null)
            {
                using BufferArguments<T, TReal, TSample, TTarget> buffers = new(Declaration, pass, batch, arrays);
                result = Call(members, pass, buffers);
                buffers.CopyBack();
            }
            else
            {
                result = Call(members, pass, arrays.Spans(batch));
            }
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            arrays.CheckUntouched();
            throw;
        }

        (bool loss, bool gradient) = (pass != LossPass.Backward, pass != LossPass.Forward);
        arrays.CheckWritten(loss, gradient);
        bool single = !Declaration.IsUnreduced && !Declaration.IsMap;
        double[] losses = loss ? Elements.Doubles<TSample>(arrays.Losses.Span) : [];
        return new LossResult(loss && single ? [Elements.Double(result)] : losses, gradient ? Elements.Doubles<T>(arrays.Gradient.Span) : [])
        {
            SampleLosses = single ? losses : [],
            LogSumExps = Output(arrays.LogSumExps),
            Hits = Output(arrays.Hits),
            Entropies = Output(arrays.Entropies),
        };

        double[] Output(GuardedArray<TReal> array) => loss ? Elements.Doubles<TReal>(array.Span) : [];
    }

    private static TReal Call<TTarget>(IDeclaredCalls<T, TReal, TSample, TTarget> members, LossPass pass, in SpanArguments<T, TReal, TSample, TTarget> a)
        where TTarget : unmanaged => pass switch
        {
            LossPass.Forward => members.Forward(a),
            LossPass.Backward => members.Backward(a),
            LossPass.ForwardBackward => members.ForwardBackward(a),
            _ => throw new NotSupportedException($"No call for {pass}."),
        };

    private static TReal Call<TTarget>(IDeclaredCalls<T, TReal, TSample, TTarget> members, LossPass pass, BufferArguments<T, TReal, TSample, TTarget> a)
        where TTarget : unmanaged => pass switch
        {
            LossPass.Forward => members.Forward(a),
            LossPass.Backward => members.Backward(a),
            LossPass.ForwardBackward => members.ForwardBackward(a),
            _ => throw new NotSupportedException($"No call for {pass}."),
        };
}
