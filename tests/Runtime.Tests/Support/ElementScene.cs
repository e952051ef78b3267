using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>A valid elementwise call with x[i] = i mod 7, y[i] = i mod 5, u[i] = i mod 3; outputs hold a canary until written.</summary>
internal sealed class ElementScene<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    private const double Canary = 776;

    public ElementScene(int elements)
    {
        Input = Pinned.Build(elements, i => Number.Of<T>(i % 7));
        Targets = Pinned.Build(elements, i => Number.Of<T>(i % 5));
        Upstream = Pinned.Build(elements, i => Number.Of<T>(i % 3));
        Losses = Pinned.Build(elements, _ => Number.Of<T>(Canary));
        Gradient = Pinned.Build(elements, _ => Number.Of<T>(Canary));
    }

    public T[] Input { get; }

    public T[] Targets { get; }

    public T[] Upstream { get; }

    public T[] Losses { get; }

    public T[] Gradient { get; }

    public bool NothingWritten => Array.TrueForAll(Losses, v => Number.Value(v) == Canary) && Array.TrueForAll(Gradient, v => Number.Value(v) == Canary);

    public ElementCall<T, TReal> Call(LossPass pass, Reduction reduction, T[]? weights = null, T[]? posWeights = null, int positions = 1)
    {
        ToyElementKernel<TReal>.Seen.Clear();
        bool perElement = reduction == Reduction.None;
        bool hasGradient = pass != LossPass.Forward;
        return new ElementCall<T, TReal>
        {
            Pass = pass,
            Reduction = reduction,
            Weighted = weights is not null,
            PosWeighted = posWeights is not null,
            InputName = "predictions",
            TargetsName = "logTargets",
            Positions = positions,
            BatchSize = 1,
            Input = Pinned.Slice(Input),
            Targets = Pinned.Slice(Targets),
            Weights = weights is null ? default : Pinned.Slice(weights),
            PosWeights = posWeights is null ? default : Pinned.Slice(posWeights),
            UpstreamElements = perElement && hasGradient ? Pinned.Slice(Upstream) : default,
            Losses = perElement && pass != LossPass.Backward ? Pinned.Slice(Losses) : default,
            Gradient = hasGradient ? Pinned.Slice(Gradient) : default,
            Upstream = TReal.One,
        };
    }
}
