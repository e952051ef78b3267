using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing;

/// <summary>The calls of a loss with one element type.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class CompiledElementLoss<T>(Declaration declaration, Type type) : CompiledLoss(declaration, type)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // What outputs hold before a call: an element that no kernel has written is then seen.
    private static readonly T Unwritten = T.CreateTruncating(-7.25e11);

    public override double[] Forward(Batch batch) => Run(LossPass.Forward, batch).Losses;

    public override double[] Backward(Batch batch) => Run(LossPass.Backward, batch).Gradient;

    public override LossResult ForwardBackward(Batch batch) => Run(LossPass.ForwardBackward, batch);

    private LossResult Run(LossPass pass, Batch batch) =>
        batch.Targets switch
        {
            ProbabilityTargets q => Run(pass, batch, Elements(q.Values), T.NaN),

            // The guards of targets are small and negative: out of range, yet harmless as an offset.
            IndexTargets { Type: IndexType.Int32 } t => Run<int>(pass, batch, [.. t.Values.Select(v => checked((int)v))], -7),
            IndexTargets { Type: IndexType.Int64 } t => Run<long>(pass, batch, t.Values, -7),
            IndexTargets { Type: IndexType.UInt8 } t => Run<byte>(pass, batch, [.. t.Values.Select(v => checked((byte)v))], 249),
            _ => throw new NotSupportedException($"No calls for {batch.Targets}."),
        };

    private LossResult Run<TTarget>(LossPass pass, Batch batch, TTarget[] targets, TTarget guard)
        where TTarget : unmanaged
    {
        int samples = Declaration.ClassCount < 1 ? 0 : batch.Logits.Length / Declaration.ClassCount;
        double[] upstream = batch.Upstream ?? [.. Enumerable.Repeat(1.0, Declaration.IsUnreduced ? samples : 1)];
        CallArrays<T, TTarget> arrays = new(
            new("logits", Elements(batch.Logits), batch.Offset, T.NaN),
            new("targets", targets, batch.Offset, guard),
            new("classWeights", Elements(batch.ClassWeights ?? []), batch.Offset, T.NaN),
            new("upstream", Elements(upstream), batch.Offset, T.NaN),
            new("losses", Blank(Declaration.IsUnreduced ? samples : 1), batch.Offset, T.NaN),
            batch.InPlace ? null : new("gradient", Blank(batch.Logits.Length), batch.Offset, T.NaN));
        try
        {
            if (batch.Shapes is { } shapes)
            {
                using CallBuffers<T, TTarget> buffers = new(arrays, shapes, batch.ClassWeights is not null, Declaration.IsUnreduced);
                Call(pass, batch, buffers, arrays.Losses.Span);
                buffers.CopyTo(arrays);
            }
            else
            {
                Call(pass, batch, arrays);
            }
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            arrays.CheckUntouched();
            throw;
        }

        arrays.CheckWritten(loss: pass != LossPass.Backward, gradient: pass != LossPass.Forward);
        return new LossResult(
            pass == LossPass.Backward ? [] : Doubles(arrays.Losses.Span),
            pass == LossPass.Forward ? [] : Doubles(arrays.Gradient.Span));
    }

    private void Call<TTarget>(LossPass pass, Batch batch, CallArrays<T, TTarget> a)
        where TTarget : unmanaged
    {
        Span<T> x = a.Logits.Span, w = a.ClassWeights.Span, u = a.Upstream.Span, losses = a.Losses.Span, gradient = a.Gradient.Span;
        Span<TTarget> t = a.Targets.Span;
        int positions = batch.Positions;
        switch (pass, Declaration.IsUnreduced)
        {
            case (LossPass.Forward, true):
                Unreduced<T, TTarget>().Forward(x, t, losses, positions, w);
                break;
            case (LossPass.Backward, true):
                Unreduced<T, TTarget>().Backward(x, t, u, gradient, positions, w);
                break;
            case (LossPass.ForwardBackward, true):
                Unreduced<T, TTarget>().ForwardBackward(x, t, u, losses, gradient, positions, w);
                break;
            case (LossPass.Forward, false):
                losses[0] = Reduced<T, TTarget>().Forward(x, t, positions, batch.Divisor, w);
                break;
            case (LossPass.Backward, false):
                Reduced<T, TTarget>().Backward(x, t, u[0], gradient, positions, batch.Divisor, w);
                break;
            case (LossPass.ForwardBackward, false):
                losses[0] = Reduced<T, TTarget>().ForwardBackward(x, t, gradient, u[0], positions, batch.Divisor, w);
                break;
            default:
                throw new NotSupportedException($"No call for {pass}.");
        }
    }

    private void Call<TTarget>(LossPass pass, Batch batch, CallBuffers<T, TTarget> b, Span<T> result)
        where TTarget : unmanaged
    {
        T upstream = batch.Upstream is { } u && !Declaration.IsUnreduced ? T.CreateTruncating(u[0]) : T.One;
        switch (pass, Declaration.IsUnreduced)
        {
            case (LossPass.Forward, true):
                Unreduced<T, TTarget>().Forward(b.Logits, b.Targets, b.Losses!, b.ClassWeights);
                break;
            case (LossPass.Backward, true):
                Unreduced<T, TTarget>().Backward(b.Logits, b.Targets, b.Upstream!, b.Gradient, b.ClassWeights);
                break;
            case (LossPass.ForwardBackward, true):
                Unreduced<T, TTarget>().ForwardBackward(b.Logits, b.Targets, b.Upstream!, b.Losses!, b.Gradient, b.ClassWeights);
                break;
            case (LossPass.Forward, false):
                result[0] = Reduced<T, TTarget>().Forward(b.Logits, b.Targets, batch.Divisor, b.ClassWeights);
                break;
            case (LossPass.Backward, false):
                Reduced<T, TTarget>().Backward(b.Logits, b.Targets, upstream, b.Gradient, batch.Divisor, b.ClassWeights);
                break;
            case (LossPass.ForwardBackward, false):
                result[0] = Reduced<T, TTarget>().ForwardBackward(b.Logits, b.Targets, b.Gradient, upstream, batch.Divisor, b.ClassWeights);
                break;
            default:
                throw new NotSupportedException($"No call for {pass}.");
        }
    }

    private static T[] Elements(double[] values) => [.. values.Select(T.CreateTruncating)];

    private static double[] Doubles(ReadOnlySpan<T> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = double.CreateTruncating(values[i]);
        }

        return doubles;
    }

    private static T[] Blank(int length)
    {
        T[] blank = new T[length];
        Array.Fill(blank, Unwritten);
        return blank;
    }
}
