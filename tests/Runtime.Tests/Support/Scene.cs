using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>A small valid batch [N, C, S] with x[i] = i/2, t[i] = i mod C, w[c] = c + 1, u[i] = i + 1; outputs hold a canary until written.</summary>
internal sealed class Scene<T, TTarget>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : unmanaged, INumber<TTarget>
{
    private static readonly T Canary = T.CreateTruncating(777);

    private readonly int classes;
    private readonly int positions;

    public Scene(int samples, int classes, int positions = 1)
    {
        this.classes = classes;
        this.positions = positions;
        int rows = samples * positions;
        int elements = rows * classes;
        Logits = Pinned.Build(elements, i => T.CreateTruncating(i / 2.0));
        Targets = typeof(T) == typeof(TTarget)
            ? Pinned.Build(elements, i => TTarget.CreateTruncating(1.0 / (i + 1)))
            : Pinned.Build(rows, i => TTarget.CreateTruncating(i % classes));
        ClassWeights = Pinned.Build(classes, c => T.CreateTruncating(c + 1));
        Upstream = Pinned.Build(rows, i => T.CreateTruncating(i + 1));
        Losses = Pinned.Build(rows, _ => Canary);
        Gradient = Pinned.Build(elements, _ => Canary);
    }

    public T[] Logits { get; }

    public TTarget[] Targets { get; }

    public T[] ClassWeights { get; }

    public T[] Upstream { get; }

    public T[] Losses { get; }

    public T[] Gradient { get; }

    public bool NothingWritten => Array.TrueForAll(Losses, v => v == Canary) && Array.TrueForAll(Gradient, v => v == Canary);

    public LossCall<T, TTarget> Call(LossPass pass, Reduction reduction, bool weighted = false)
    {
        ToyKernel<T>.Classes = classes;
        ToyKernel<T>.Seen.Clear();
        bool perSample = reduction == Reduction.None;
        bool hasGradient = pass != LossPass.Forward;
        return new LossCall<T, TTarget>
        {
            Pass = pass,
            ClassCount = classes,
            Reduction = reduction,
            IgnoreIndex = -100,
            Weighted = weighted,
            BlockRows = 4,
            Positions = positions,
            Logits = Pinned.Slice(Logits),
            Targets = Pinned.Slice(Targets),
            ClassWeights = weighted ? Pinned.Slice(ClassWeights) : default,
            Upstream = T.One,
            UpstreamRows = perSample && hasGradient ? Pinned.Slice(Upstream) : default,
            Losses = perSample && pass != LossPass.Backward ? Pinned.Slice(Losses) : default,
            Gradient = hasGradient ? Pinned.Slice(Gradient) : default,
        };
    }
}

/// <summary>Runs calls from places that have no unsafe context, such as lambdas.</summary>
internal static unsafe class Runs
{
    public static double Compute<T, TTarget>(LossCall<T, TTarget> call)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryInteger<TTarget> => IndexLoss.Run(in call, &ToyKernel<T>.Compute);

    public static double Compute<T>(LossCall<T, T> call)
        where T : unmanaged, IFloatingPointIeee754<T> => ProbabilityLoss.Run(in call, &ToyKernel<T>.Compute);

    public static double Record<T, TTarget>(LossCall<T, TTarget> call)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryInteger<TTarget> => IndexLoss.Run(in call, &ToyKernel<T>.Record);

    public static double Record<T>(LossCall<T, T> call)
        where T : unmanaged, IFloatingPointIeee754<T> => ProbabilityLoss.Run(in call, &ToyKernel<T>.Record);
}
