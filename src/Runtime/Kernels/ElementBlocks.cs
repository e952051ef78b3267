using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The blocks of a checked elementwise call. Without references: any thread may have it.</summary>
internal unsafe struct ElementBlocks<T, TReal> : IBlocks
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>The number of elements.</summary>
    public nint Elements;

    public T* Input;
    public T* Targets;
    public ElementWeights<T, TReal> Weights;
    public ElementWeights<T, TReal> PosWeights;

    /// <summary>Null where the pass has none.</summary>
    public T* Upstream;

    /// <inheritdoc cref="Upstream"/>
    public T* Losses;

    /// <inheritdoc cref="Upstream"/>
    public T* Gradient;

    public TReal Scale;
    public bool Streams;

    /// <summary>Processes one block and returns its sum of losses.</summary>
    public delegate*<Block<TReal>*, double> Kernel;

    /// <summary>What of a block has copies in the type of the kernels, where the caller's elements have 16 bits. The gradient replaces the input.</summary>
    private enum Slot
    {
        Input,
        Targets,
        Upstream,
        Losses,
        Count,
    }

    /// <summary>The number of blocks.</summary>
    public readonly nint Count => (Elements + ElementLoss.BlockElements - 1) / ElementLoss.BlockElements;

    public readonly double Run(nint index)
    {
        nint start = index * ElementLoss.BlockElements;
        nint count = nint.Min(ElementLoss.BlockElements, Elements - start);
        Staging<T, TReal> staging = Staging<T, TReal>.OfElements(count, (int)Slot.Count);
        Block<TReal> block = new()
        {
            Input = staging.Read(Input + start, (int)Slot.Input),
            DenseTargets = staging.Read(Targets + start, (int)Slot.Targets),
            Weights = Weights.At(start, count),
            PosWeights = PosWeights.At(start, count),
            Upstream = Upstream == null ? null : staging.Read(Upstream + start, (int)Slot.Upstream),
            Losses = Losses == null ? null : staging.At(Losses + start, (int)Slot.Losses),
            Gradient = Gradient == null ? null : staging.At(Gradient + start, (int)Slot.Input),
            Scale = Scale,
            Count = count,
            Stride = staging.Stride,
            Streams = Streams && !staging.Copies,
        };

        double sum = Kernel(&block);
        if (Losses != null)
        {
            staging.Write(Losses + start, (int)Slot.Losses, streams: false);
        }

        if (Gradient != null)
        {
            staging.Write(Gradient + start, (int)Slot.Input, Streams);
        }

        return sum;
    }
}
