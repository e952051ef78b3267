using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Weights of an elementwise loss as kernels take them, one for each element of a block, however few the caller gave.</summary>
internal readonly unsafe struct ElementWeights<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>The longest period that is laid out once per call: with a block behind it, it stays in the cache. Longer ones consist of long runs, or are laid out a block at a time.</summary>
    private const int LongestPattern = 4 * ElementLoss.BlockElements;

    private readonly Slice<T> weights;
    private readonly nint positions;
    private readonly nint period;
    private readonly ScratchUse use;

    /// <summary>The weights of the elements from 0 on, for a period and, where it recurs, a block; null if each block gets its own.</summary>
    private readonly TReal* pattern;

    /// <param name="weights">Empty, or checked: as many as there are elements, or K.</param>
    /// <param name="positions">S, the elements in a row that share one of K weights.</param>
    /// <param name="elements">The number of elements.</param>
    /// <param name="use">The scratch for the weights that are laid out.</param>
    public ElementWeights(Slice<T> weights, nint positions, nint elements, ScratchUse use)
    {
        if (weights.Length == 0 || elements == 0)
        {
            return;
        }

        this.weights = weights;
        this.use = use;
        this.positions = weights.Length == elements ? 1 : positions;
        period = weights.Length * this.positions;
        if (period > 0 && period <= LongestPattern && !(typeof(T) == typeof(TReal) && period == weights.Length && period == elements))
        {
            nint length = nint.Min(period + ElementLoss.BlockElements, elements);
            pattern = Scratch.Rent<TReal>(use, length);
            LayOut(0, period, pattern);
            for (nint filled = period; filled < length; filled *= 2)
            {
                Conversion.Widen(pattern, pattern + filled, nint.Min(filled, length - filled));
            }
        }
    }

    /// <summary>The weights of a block's elements; null if there are none. Valid until the next block.</summary>
    public TReal* At(nint start, nint count)
    {
        if (period == 0)
        {
            return null;
        }

        nint phase = start % period;
        if (pattern != null)
        {
            return pattern + phase;
        }

        if (typeof(T) == typeof(TReal) && positions == 1 && phase + count <= period)
        {
            return (TReal*)weights.Pointer + phase;
        }

        TReal* room = Scratch.Rent<TReal>(use, ElementLoss.BlockElements);
        LayOut(phase, count, room);
        return room;
    }

    /// <summary>The weights of elements from a place in the period on.</summary>
    private void LayOut(nint phase, nint count, TReal* destination)
    {
        nint index = phase / positions;
        nint offset = phase % positions;
        for (nint done = 0; done < count;)
        {
            nint run;
            if (positions == 1)
            {
                run = nint.Min(count - done, weights.Length - index);
                Conversion.Widen(weights.Pointer + index, destination + done, run);
                index = 0;
            }
            else
            {
                run = nint.Min(count - done, positions - offset);
                TReal weight;
                Conversion.Widen(weights.Pointer + index, &weight, 1);
                new Span<TReal>(destination + done, (int)run).Fill(weight);
                offset = 0;
                index = index + 1 == weights.Length ? 0 : index + 1;
            }

            done += run;
        }
    }
}
