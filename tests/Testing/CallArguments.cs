using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing;

/// <summary>The arguments of one call through spans; what a declaration does not have is empty.</summary>
/// <typeparam name="T">The element type of what has an element per logit.</typeparam>
/// <typeparam name="TReal">The type of results.</typeparam>
/// <typeparam name="TSample">The element type of losses and upstream gradients.</typeparam>
/// <typeparam name="TTarget">The element type of the targets.</typeparam>
public readonly ref struct SpanArguments<T, TReal, TSample, TTarget>
    where T : unmanaged
    where TReal : unmanaged
    where TSample : unmanaged
    where TTarget : unmanaged
{
    /// <summary>The first argument.</summary>
    public Span<T> Input { get; init; }

    /// <summary>t, q or y.</summary>
    public Span<TTarget> Targets { get; init; }

    /// <summary>w of the classes.</summary>
    public Span<TReal> ClassWeights { get; init; }

    /// <summary>w of the elements.</summary>
    public Span<T> Weights { get; init; }

    /// <summary>The weights of positive targets.</summary>
    public Span<T> PosWeights { get; init; }

    /// <summary>u of each sample, or of each element of a softmax.</summary>
    public Span<TSample> Upstreams { get; init; }

    /// <summary>g of a reduced loss.</summary>
    public TReal Upstream { get; init; }

    /// <summary>The losses, or the output of a softmax.</summary>
    public Span<TSample> Losses { get; init; }

    /// <summary>The log-sum-exps.</summary>
    public Span<TReal> LogSumExps { get; init; }

    /// <summary>The hits.</summary>
    public Span<TReal> Hits { get; init; }

    /// <summary>The entropies.</summary>
    public Span<TReal> Entropies { get; init; }

    /// <summary>dx.</summary>
    public Span<T> Gradient { get; init; }

    /// <summary>S.</summary>
    public int Positions { get; init; }

    /// <summary>What batchmean divides by.</summary>
    public int BatchSize { get; init; }

    /// <summary>Replaces the divisor.</summary>
    public double? Divisor { get; init; }
}

/// <summary>The arguments of one call through tensor buffers, filled from its arrays; what a declaration does not have is null.</summary>
/// <typeparam name="T">The element type of what has an element per logit.</typeparam>
/// <typeparam name="TReal">The type of results.</typeparam>
/// <typeparam name="TSample">The element type of losses and upstream gradients.</typeparam>
/// <typeparam name="TTarget">The element type of the targets.</typeparam>
public sealed class BufferArguments<T, TReal, TSample, TTarget> : IDisposable
    where T : unmanaged
    where TReal : unmanaged
    where TSample : unmanaged
    where TTarget : unmanaged
{
    private readonly List<IDisposable> owned = [];
    private readonly List<Action> copiesBack = [];
    private readonly Device device;

    internal BufferArguments(Declaration declaration, LossPass pass, Batch batch, CallArrays<T, TReal, TSample, TTarget> arrays)
    {
        BatchShapes shapes = batch.ShapesOf(declaration);
        device = batch.Device ?? Device.Cpu;
        nint[] samples = declaration.IsMap || declaration.IsElementwise ? shapes.Logits : shapes.Samples;
        try
        {
            Input = Fill(arrays.Input, shapes.Logits)!;
            Targets = Fill(arrays.Targets, shapes.Targets, !declaration.IsMap && declaration.Kind != LossKind.Entropy)!;
            ClassWeights = Fill(arrays.ClassWeights, [arrays.ClassWeights.Span.Length], batch.ClassWeights is not null)!;
            Weights = Fill(arrays.Weights, shapes.Weights, batch.Weights is not null)!;
            PosWeights = Fill(arrays.PosWeights, shapes.PosWeights, batch.PosWeights is not null)!;
            Upstreams = Fill(arrays.Upstreams, samples, declaration.IsMap || declaration.IsUnreduced)!;
            bool wantsLosses = declaration.IsMap ? pass == LossPass.Forward : declaration.IsUnreduced || declaration.Outputs.HasFlag(LossOutputs.Losses);
            Losses = arrays.Output is null
                ? (TensorBuffer<TSample>)(object)Input
                : Fill(arrays.Output, samples, wantsLosses)!;
            LogSumExps = Fill(arrays.LogSumExps, samples, declaration.Outputs.HasFlag(LossOutputs.LogSumExp))!;
            Hits = Fill(arrays.Hits, samples, declaration.Outputs.HasFlag(LossOutputs.Hits))!;
            Entropies = Fill(arrays.Entropies, samples, declaration.Outputs.HasFlag(LossOutputs.Entropy))!;
            Gradient = arrays.OwnGradient is null ? Input : Fill(arrays.OwnGradient, shapes.Logits)!;
        }
        catch
        {
            Dispose();
            throw;
        }

        Upstream = arrays.Upstream;
        Divisor = batch.Divisor;
    }

    /// <summary>The first argument.</summary>
    public TensorBuffer<T> Input { get; }

    /// <summary>t, q or y.</summary>
    public TensorBuffer<TTarget> Targets { get; }

    /// <summary>w of the classes.</summary>
    public TensorBuffer<TReal> ClassWeights { get; }

    /// <summary>w of the elements.</summary>
    public TensorBuffer<T> Weights { get; }

    /// <summary>The weights of positive targets.</summary>
    public TensorBuffer<T> PosWeights { get; }

    /// <summary>u of each sample, or of each element of a softmax.</summary>
    public TensorBuffer<TSample> Upstreams { get; }

    /// <summary>g of a reduced loss.</summary>
    public TReal Upstream { get; }

    /// <summary>The losses, or the output of a softmax.</summary>
    public TensorBuffer<TSample> Losses { get; }

    /// <summary>The log-sum-exps.</summary>
    public TensorBuffer<TReal> LogSumExps { get; }

    /// <summary>The hits.</summary>
    public TensorBuffer<TReal> Hits { get; }

    /// <summary>The entropies.</summary>
    public TensorBuffer<TReal> Entropies { get; }

    /// <summary>dx.</summary>
    public TensorBuffer<T> Gradient { get; }

    /// <summary>Replaces the divisor.</summary>
    public double? Divisor { get; }

    /// <summary>Copies every buffer back, so that the arrays show what the call has changed.</summary>
    public void CopyBack() => copiesBack.ForEach(copy => copy());

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(buffer => buffer.Dispose());

    private TensorBuffer<TElement>? Fill<TElement>(GuardedArray<TElement> array, nint[] shape, bool wanted = true)
        where TElement : unmanaged
    {
        if (!wanted)
        {
            return null;
        }

        TensorBuffer<TElement> buffer = device.Allocate<TElement>(shape);
        owned.Add(buffer);
        buffer.CopyFrom(array.Span);
        copiesBack.Add(() => buffer.CopyTo(array.Span));
        return buffer;
    }
}
