using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing;

/// <summary>The guarded arrays of one call.</summary>
internal sealed class CallArrays<T, TReal, TSample, TTarget>
    where T : unmanaged
    where TReal : unmanaged
    where TSample : unmanaged
    where TTarget : unmanaged
{
    private readonly bool overInput;

    public CallArrays(Declaration declaration, LossPass pass, Batch batch, TTarget[] targets, TTarget targetGuard)
    {
        int offset = batch.Offset, elements = batch.Logits.Length;
        int samples = declaration.SampleSize < 1 ? 0 : elements / declaration.SampleSize;
        bool writesOutput = declaration.IsMap && pass == LossPass.Forward;
        Input = Read<T>("logits", batch.Logits);
        Targets = new("targets", targets, offset, targetGuard);
        ClassWeights = Read<TReal>("classWeights", batch.ClassWeights ?? []);
        Weights = Read<T>("weights", batch.Weights ?? []);
        PosWeights = Read<T>("posWeights", batch.PosWeights ?? []);
        int upstreams = declaration.IsMap ? elements : declaration.IsUnreduced ? samples : 0;
        Upstreams = Read<TSample>("upstream", upstreams == 0 ? [] : batch.Upstream ?? [.. Enumerable.Repeat(1.0, upstreams)]);
        Upstream = Elements.Of<TReal>(upstreams == 0 && batch.Upstream is [double g, ..] ? g : 1);
        bool hasLosses = declaration.IsUnreduced || declaration.Outputs.HasFlag(LossOutputs.Losses);
        Output = writesOutput && batch.InPlace ? null : Written<TSample>("losses", writesOutput ? elements : hasLosses ? samples : 0);
        LogSumExps = Written<TReal>("logSumExps", declaration.Outputs.HasFlag(LossOutputs.LogSumExp) ? samples : 0);
        Hits = Written<TReal>("hits", declaration.Outputs.HasFlag(LossOutputs.Hits) ? samples : 0);
        Entropies = Written<TReal>("entropies", declaration.Outputs.HasFlag(LossOutputs.Entropy) ? samples : 0);
        OwnGradient = batch.InPlace ? null : Written<T>("gradient", elements);
        overInput = batch.InPlace && (writesOutput || pass != LossPass.Forward);

        GuardedArray<TElement> Read<TElement>(string name, double[] values)
            where TElement : unmanaged => new(name, Elements.Of<TElement>(values), offset, Elements.Of<TElement>(double.NaN));

        GuardedArray<TElement> Written<TElement>(string name, int length)
            where TElement : unmanaged => new(name, Elements.Unwritten<TElement>(length), offset, Elements.Of<TElement>(double.NaN));
    }

    public GuardedArray<T> Input { get; }

    public GuardedArray<TTarget> Targets { get; }

    public GuardedArray<TReal> ClassWeights { get; }

    public GuardedArray<T> Weights { get; }

    public GuardedArray<T> PosWeights { get; }

    public GuardedArray<TSample> Upstreams { get; }

    public TReal Upstream { get; }

    /// <summary>The losses, or the output of a softmax; null where that goes over the input.</summary>
    public GuardedArray<TSample>? Output { get; }

    /// <summary>Where losses, or the output of a softmax, go.</summary>
    public GuardedArray<TSample> Losses => Output ?? (GuardedArray<TSample>)(object)Input;

    public GuardedArray<TReal> LogSumExps { get; }

    public GuardedArray<TReal> Hits { get; }

    public GuardedArray<TReal> Entropies { get; }

    /// <summary>Null where the gradient goes over the input.</summary>
    public GuardedArray<T>? OwnGradient { get; }

    /// <summary>Where the gradient goes.</summary>
    public GuardedArray<T> Gradient => OwnGradient ?? Input;

    public SpanArguments<T, TReal, TSample, TTarget> Spans(Batch batch) => new()
    {
        Input = Input.Span,
        Targets = Targets.Span,
        ClassWeights = ClassWeights.Span,
        Weights = Weights.Span,
        PosWeights = PosWeights.Span,
        Upstreams = Upstreams.Span,
        Upstream = Upstream,
        Losses = Losses.Span,
        LogSumExps = LogSumExps.Span,
        Hits = Hits.Span,
        Entropies = Entropies.Span,
        Gradient = Gradient.Span,
        Positions = batch.Positions,
        BatchSize = batch.BatchSize,
        Divisor = batch.Divisor,
    };

    /// <summary>After a call: what it was to write may have changed, nothing else.</summary>
    /// <exception cref="GuardException">Something else has.</exception>
    public void CheckWritten(bool loss, bool gradient)
    {
        Targets.CheckUnchanged();
        ClassWeights.CheckUnchanged();
        Weights.CheckUnchanged();
        PosWeights.CheckUnchanged();
        Upstreams.CheckUnchanged();
        Input.Check(written: overInput && (loss || gradient));
        Output?.Check(loss);
        LogSumExps.Check(loss);
        Hits.Check(loss);
        Entropies.Check(loss);
        OwnGradient?.Check(gradient);
    }

    /// <summary>After a refused call: nothing has changed.</summary>
    /// <exception cref="GuardException">Something has.</exception>
    public void CheckUntouched() => CheckWritten(loss: false, gradient: false);
}
