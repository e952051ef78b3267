using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Writing past the caches. A plain store to memory that no cache has reads its line first, and evicts what was of use; a store of a whole line past the caches does neither.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NonTemporal
{
    /// <summary>The bytes of a cache line.</summary>
    internal const int Line = 64;

    /// <summary>
    /// The size in bytes from which an output goes past the caches. Copies of one thread, Xeon with 2 MB of second-level cache, 2026-11-21, ns per float past the caches and through them: 2 MB 0.25, 0.30; 4 MB 0.30, 0.32;
    /// 8 MB 0.32, 0.30; 16 MB 0.33, 0.57; 64 MB 0.48, 0.70. In place, where the lines were read anyway, through them: 64 MB 0.35.
    /// </summary>
    private const nint Threshold = 8 << 20;

    /// <summary>
    /// Whether a call's output of an element for each of its input goes past the caches: it is large, not the input's memory, whose lines are in the caches already, and its elements lie where elements of their type do: a line
    /// has a whole number of them.
    /// </summary>
    /// <param name="input">The input of the call.</param>
    /// <param name="output">Its output, which is as long.</param>
    /// <param name="stride">The distance from one class to the next: where lanes are positions, kernels write whole lines only if each class begins on one.</param>
    /// <param name="copies">Whether kernels write to a copy of each block, from which whole lines are written.</param>
    internal static bool Pays<T>(Slice<T> input, Slice<T> output, nint stride, bool copies)
        where T : unmanaged =>
        output.Length >= Threshold / sizeof(T)
        && output.Pointer != input.Pointer
        && (nuint)output.Pointer % (nuint)sizeof(T) == 0
        && (stride == 1 || copies || ((nuint)output.Pointer % Line == 0 && stride * sizeof(T) % Line == 0));

    /// <summary>Ends a call: no thread that learns from a later store of this one that the call has ended may find old memory, which a plain store to release does not promise of stores past the caches.</summary>
    /// <param name="streams">Whether the call wrote past the caches.</param>
    internal static void Complete(bool streams)
    {
        if (streams)
        {
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>destination[i] = source[i], past the caches where whole lines are written.</summary>
    /// <typeparam name="T">The element type; its size divides that of a line.</typeparam>
    /// <param name="source"><paramref name="count"/> elements.</param>
    /// <param name="destination"><paramref name="count"/> elements, aligned to their size; does not overlap <paramref name="source"/>.</param>
    /// <param name="count">The number of elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* source, T* destination, nint count)
        where T : unmanaged
    {
        int perLine = Line / sizeof(T);
        nint i = 0;
        nint first = nint.Min(count, ElementsToLine(destination));
        for (; i < first; i++)
        {
            destination[i] = source[i];
        }

        for (; i <= count - perLine; i += perLine)
        {
            byte* from = (byte*)(source + i), to = (byte*)(destination + i);
            if (Vector512.IsHardwareAccelerated)
            {
                Vector512.StoreAlignedNonTemporal(Vector512.Load(from), to);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.Load(from), to);
                Vector256.StoreAlignedNonTemporal(Vector256.Load(from + 32), to + 32);
            }
            else
            {
                Vector128.StoreAlignedNonTemporal(Vector128.Load(from), to);
                Vector128.StoreAlignedNonTemporal(Vector128.Load(from + 16), to + 16);
                Vector128.StoreAlignedNonTemporal(Vector128.Load(from + 32), to + 32);
                Vector128.StoreAlignedNonTemporal(Vector128.Load(from + 48), to + 48);
            }
        }

        for (; i < count; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>How many elements precede the first line that begins at or after an address.</summary>
    /// <typeparam name="T">The element type; its size divides that of a line.</typeparam>
    /// <param name="address">An address that is aligned to an element.</param>
    /// <returns>From 0 to the elements of a line, less one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ElementsToLine<T>(T* address)
        where T : unmanaged => (nint)((nuint)(-(nint)address) % Line) / sizeof(T);
}
