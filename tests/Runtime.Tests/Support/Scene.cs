using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>
/// A small valid batch [N, C, S] with x[i] = i/2, t[i] = i mod C or q[i] = 1/(i + 1), w[c] = c + 1, u[i] = i + 1; outputs hold a canary until written.
/// </summary>
internal class Scene<T, TReal, TTarget>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
    where TTarget : unmanaged
{
    private const double Canary = 776;

    private readonly int classes;
    private readonly int positions;

    public Scene(int samples, int classes, int positions = 1)
    {
        this.classes = classes;
        this.positions = positions;
        int rows = samples * positions;
        int elements = rows * classes;
        Logits = Pinned.Build(elements, i => Number.Of<T>(i / 2.0));
        Targets = typeof(T) == typeof(TTarget)
            ? Pinned.Build(elements, i => Number.Of<TTarget>(1.0 / (i + 1)))
            : Pinned.Build(rows, i => Number.Of<TTarget>(i % Math.Min(classes, 256)));
        ClassWeights = Pinned.Build(classes, c => Number.Of<TReal>(c + 1));
        Upstream = Pinned.Build(rows, i => Number.Of<TReal>(i + 1));
        Losses = Pinned.Build(rows, _ => Number.Of<TReal>(Canary));
        LogSumExps = Pinned.Build(rows, _ => Number.Of<TReal>(Canary));
        Hits = Pinned.Build(rows, _ => Number.Of<TReal>(Canary));
        Entropies = Pinned.Build(rows, _ => Number.Of<TReal>(Canary));
        Gradient = Pinned.Build(elements, _ => Number.Of<T>(Canary));
    }

    public T[] Logits { get; }

    public TTarget[] Targets { get; }

    public TReal[] ClassWeights { get; }

    public TReal[] Upstream { get; }

    public TReal[] Losses { get; }

    public TReal[] LogSumExps { get; }

    public TReal[] Hits { get; }

    public TReal[] Entropies { get; }

    public T[] Gradient { get; }

    public bool NothingWritten => IsUntouched(Losses) && IsUntouched(LogSumExps) && IsUntouched(Hits) && IsUntouched(Entropies) && IsUntouched(Gradient);

    public static bool IsUntouched<TElement>(TElement[] output)
        where TElement : unmanaged => Array.TrueForAll(output, v => Number.Value(v) == Canary);

    public LossCall<T, TReal, TTarget> Call(LossPass pass, Reduction reduction, bool weighted = false, LossOutputs outputs = LossOutputs.None)
    {
        ToyKernel<TReal>.Classes = classes;
        ToyKernel<TReal>.Seen.Clear();
        bool perSample = reduction == Reduction.None;
        bool hasGradient = pass != LossPass.Forward;
        bool hasLoss = pass != LossPass.Backward;
        Slice<TReal> Output(LossOutputs output, TReal[] memory) => hasLoss && outputs.HasFlag(output) ? Pinned.Slice(memory) : default;
        return new LossCall<T, TReal, TTarget>
        {
            Pass = pass,
            ClassCount = classes,
            Reduction = reduction,
            Outputs = outputs,
            IgnoreIndex = -100,
            Weighted = weighted,
            BlockRows = 4,
            Positions = positions,
            Input = Pinned.Slice(Logits),
            Targets = Pinned.Slice(Targets),
            ClassWeights = weighted ? Pinned.Slice(ClassWeights) : default,
            Upstream = TReal.One,
            UpstreamRows = perSample && hasGradient ? Pinned.Slice(Upstream) : default,
            Losses = perSample && hasLoss ? Pinned.Slice(Losses) : Output(LossOutputs.Losses, Losses),
            LogSumExps = Output(LossOutputs.LogSumExp, LogSumExps),
            Hits = Output(LossOutputs.Hits, Hits),
            Entropies = Output(LossOutputs.Entropy, Entropies),
            Gradient = hasGradient ? Pinned.Slice(Gradient) : default,
        };
    }
}

/// <summary>A scene of elements that kernels compute in themselves.</summary>
internal sealed class Scene<T, TTarget>(int samples, int classes, int positions = 1) : Scene<T, T, TTarget>(samples, classes, positions)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : unmanaged;
