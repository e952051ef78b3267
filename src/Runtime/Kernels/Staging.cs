using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One block's elements as kernels take them: the caller's own memory where that is of the kernels' type or they convert it themselves, else widened copies in the thread's scratch,
/// packed, and rounded back once the kernel has run.
/// </summary>
/// <typeparam name="T">The element type of the caller's memory.</typeparam>
/// <typeparam name="TReal">The type that kernels compute in.</typeparam>
internal readonly unsafe struct Staging<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    private readonly nint stretches;
    private readonly nint length;
    private readonly nint distance;
    private readonly nint slotLength;
    private readonly TReal* room;

    /// <param name="stretches">The stretches of consecutive elements that the block is made of.</param>
    /// <param name="length">The elements of a stretch.</param>
    /// <param name="distance">The distance from one stretch to the next in the caller's memory.</param>
    /// <param name="stride">The distance from one class to the next as the kernel sees it.</param>
    /// <param name="slots">How many arrays of the block need copies.</param>
    /// <param name="copies">Whether kernels work on copies.</param>
    private Staging(nint stretches, nint length, nint distance, nint stride, int slots, bool copies)
    {
        this.stretches = stretches;
        this.length = length;
        this.distance = distance;
        Stride = stride;
        Copies = copies;
        if (copies)
        {
            // Each slot starts on a line of its own.
            nint line = 64 / sizeof(TReal);
            slotLength = ((stretches * nint.Max(length, stride)) + line - 1) / line * line;
            room = Scratch.Rent<TReal>(ScratchUse.Block, slotLength * slots);
        }
    }

    /// <summary>Whether kernels compute in another type than the caller's elements have.</summary>
    public static bool Converts => typeof(T) != typeof(TReal);

    /// <summary>Whether kernels work on copies.</summary>
    public bool Copies { get; }

    /// <summary>The distance from one class to the next as the kernel sees it: copies of positions lie close together.</summary>
    public nint Stride { get; }

    /// <summary>The block of a batch [N, C, S]: rows, or all positions of a sample, lie together; of fewer positions there are as many stretches as classes.</summary>
    /// <param name="range">Where the block lies.</param>
    /// <param name="classes">C.</param>
    /// <param name="positions">S.</param>
    /// <param name="nativeRows">Whether kernels take rows as they are.</param>
    /// <param name="slots">How many arrays of the block need copies.</param>
    public static Staging<T, TReal> OfSamples(in BlockRange range, nint classes, nint positions, bool nativeRows, int slots)
    {
        bool copies = Converts && !(nativeRows && positions == 1);

        // A stride of 1 would stand for rows, whose kernels may take other elements.
        return positions == 1 || range.Count == positions
            ? new(1, range.Count * classes, 0, positions, slots, copies)
            : new(classes, range.Count, positions, copies ? nint.Max(range.Count, 2) : positions, slots, copies);
    }

    /// <summary>Consecutive elements.</summary>
    public static Staging<T, TReal> OfElements(nint count, int slots) => new(1, count, 0, 1, slots, Converts);

    /// <summary>The block's elements, to be read.</summary>
    public TReal* Read(T* source, int slot)
    {
        if (!Copies)
        {
            return (TReal*)source;
        }

        TReal* copy = room + (slot * slotLength);
        for (nint i = 0; i < stretches; i++)
        {
            Conversion.Widen(source + (i * distance), copy + (i * Stride), length);
        }

        return copy;
    }

    /// <summary>Where the kernel writes what <see cref="Write"/> then brings to its destination.</summary>
    public TReal* At(T* destination, int slot) => Copies ? room + (slot * slotLength) : (TReal*)destination;

    /// <summary>Brings what the kernel wrote to its destination, rounded to nearest, ties to even.</summary>
    /// <param name="destination">Where the block's elements go.</param>
    /// <param name="slot">The copy.</param>
    /// <param name="streams">Whether they go past the caches.</param>
    public void Write(T* destination, int slot, bool streams)
    {
        if (!Copies)
        {
            return;
        }

        TReal* copy = room + (slot * slotLength);
        for (nint i = 0; i < stretches; i++)
        {
            Conversion.Narrow(copy + (i * Stride), destination + (i * distance), length, streams);
        }
    }
}
