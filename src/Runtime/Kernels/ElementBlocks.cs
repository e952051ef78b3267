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

    /// <summary>Elements that fill vectors of any width.</summary>
    private const int Group = 16;

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
            Streams = Streams && !Staging<T, TReal>.Converts,
        };

        double sum = RunWholeGroups(&block) + RunRest(block, count % Group);
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

    /// <summary>Runs the kernel on as many elements as fill vectors of any width.</summary>
    private readonly double RunWholeGroups(Block<TReal>* block)
    {
        nint count = block->Count;
        block->Count -= count % Group;
        double sum = block->Count == 0 ? 0 : Kernel(block);
        block->Count = count;
        return sum;
    }

    /// <summary>Runs the kernel on a padded copy of the last elements, so that nothing beyond the caller's is read or written. Here, and not in the kernel: a call in its loop would drive what the loop carries out of the registers.</summary>
    private readonly double RunRest(Block<TReal> block, nint rest)
    {
        if (rest == 0)
        {
            return 0;
        }

        nint done = block.Count - rest;
        TReal* room = stackalloc TReal[Group * 6];
        Block<TReal> padded = block with
        {
            Input = Padded(block.Input, room),
            DenseTargets = Padded(block.DenseTargets, room + Group),
            Weights = Padded(block.Weights, room + (2 * Group)),
            PosWeights = Padded(block.PosWeights, room + (3 * Group)),
            Upstream = Padded(block.Upstream, room + (4 * Group)),
            Losses = block.Losses == null ? null : room + (5 * Group),
            Gradient = block.Gradient == null ? null : room,
            Count = rest,
            Streams = false,
        };

        double sum = Kernel(&padded);
        if (block.Losses != null)
        {
            Padding.CopyBack(padded.Losses, block.Losses + done, rest);
        }

        if (block.Gradient != null)
        {
            Padding.CopyBack(padded.Gradient, block.Gradient + done, rest);
        }

        return sum;

        TReal* Padded(TReal* elements, TReal* copy)
        {
            if (elements == null)
            {
                return null;
            }

            Padding.CopyRows(elements + done, rest, copy, Group);
            return copy;
        }
    }
}
