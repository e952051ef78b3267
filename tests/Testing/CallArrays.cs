namespace Gen.CrossEntropy.Testing;

/// <summary>The guarded arrays of one call.</summary>
/// <param name="Logits">x.</param>
/// <param name="Targets">t or q.</param>
/// <param name="ClassWeights">w, or empty.</param>
/// <param name="Upstream">u.</param>
/// <param name="Losses">Written by the passes with a loss.</param>
/// <param name="OwnGradient">Written by the passes with a gradient; null where that goes over the logits.</param>
internal sealed record CallArrays<T, TTarget>(
    GuardedArray<T> Logits, GuardedArray<TTarget> Targets, GuardedArray<T> ClassWeights, GuardedArray<T> Upstream, GuardedArray<T> Losses, GuardedArray<T>? OwnGradient)
    where T : unmanaged
    where TTarget : unmanaged
{
    /// <summary>Where the gradient goes.</summary>
    public GuardedArray<T> Gradient => OwnGradient ?? Logits;

    /// <summary>After a call: what it was to write may have changed, nothing else.</summary>
    /// <exception cref="GuardException">Something else has.</exception>
    public void CheckWritten(bool loss, bool gradient)
    {
        Targets.CheckUnchanged();
        ClassWeights.CheckUnchanged();
        Upstream.CheckUnchanged();
        Check(Losses, loss);
        Check(Logits, gradient && OwnGradient is null);
        Check(Gradient, gradient);

        static void Check(GuardedArray<T> array, bool written)
        {
            array.CheckGuards();
            if (!written)
            {
                array.CheckUnchanged();
            }
        }
    }

    /// <summary>After a refused call: nothing has changed.</summary>
    /// <exception cref="GuardException">Something has.</exception>
    public void CheckUntouched() => CheckWritten(loss: false, gradient: false);
}

/// <summary>The tensor buffers of one call, on the CPU, filled from its arrays.</summary>
internal sealed class CallBuffers<T, TTarget> : IDisposable
    where T : unmanaged
    where TTarget : unmanaged
{
    private readonly List<IDisposable> owned = [];
    private readonly TensorBuffer<T>? ownGradient;

    public CallBuffers(CallArrays<T, TTarget> arrays, BatchShapes shapes, bool weighted, bool unreduced)
    {
        Logits = Fill(arrays.Logits.Span, shapes.Logits);
        Targets = Fill(arrays.Targets.Span, shapes.Targets);
        ClassWeights = weighted ? Fill(arrays.ClassWeights.Span, arrays.ClassWeights.Span.Length) : null;
        Upstream = unreduced ? Fill(arrays.Upstream.Span, shapes.Samples) : null;
        Losses = unreduced ? Fill(arrays.Losses.Span, shapes.Samples) : null;
        ownGradient = arrays.OwnGradient is { } gradient ? Fill(gradient.Span, shapes.Logits) : null;
    }

    public TensorBuffer<T> Logits { get; }

    public TensorBuffer<TTarget> Targets { get; }

    public TensorBuffer<T>? ClassWeights { get; }

    public TensorBuffer<T>? Upstream { get; }

    public TensorBuffer<T>? Losses { get; }

    public TensorBuffer<T> Gradient => ownGradient ?? Logits;

    /// <summary>Copies every buffer back, so that the arrays show what the call has changed.</summary>
    public void CopyTo(CallArrays<T, TTarget> arrays)
    {
        Logits.CopyTo(arrays.Logits.Span);
        Targets.CopyTo(arrays.Targets.Span);
        ClassWeights?.CopyTo(arrays.ClassWeights.Span);
        Upstream?.CopyTo(arrays.Upstream.Span);
        Losses?.CopyTo(arrays.Losses.Span);
        ownGradient?.CopyTo(arrays.Gradient.Span);
    }

    public void Dispose() => owned.ForEach(buffer => buffer.Dispose());

    private TensorBuffer<TElement> Fill<TElement>(ReadOnlySpan<TElement> values, params nint[] shape)
        where TElement : unmanaged
    {
        TensorBuffer<TElement> buffer = Device.Cpu.Allocate<TElement>(shape);
        owned.Add(buffer);
        buffer.CopyFrom(values);
        return buffer;
    }
}
