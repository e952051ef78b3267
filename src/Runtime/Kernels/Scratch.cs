using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Native memory of the calling thread for the intermediate values of kernels, and for what is prepared for them: kept from call to call, so that none allocates once it has grown.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Scratch
{
    /// <summary>A cache line, and the widest vector.</summary>
    private const int Alignment = 64;

    /// <summary>The number of <see cref="ScratchUse"/>s.</summary>
    private const int Uses = (int)ScratchUse.PosWeights + 1;

    [ThreadStatic]
    private static Owner?[]? owners;

    /// <summary>The thread's scratch memory, of at least this size; contents undefined. The next call on the same thread may move and free it: a kernel calls this once.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="count">The number of elements, 0 or more.</param>
    /// <returns>A 64-byte aligned address, valid until the thread's next call or its end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or more than the machine can address.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static T* Rent<T>(nint count)
        where T : unmanaged => Rent<T>(ScratchUse.Kernel, count);

    /// <summary>The same for any use: only the next call for the same use may move the memory.</summary>
    internal static T* Rent<T>(ScratchUse use, nint count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, nint.MaxValue / 2 / sizeof(T));

        nuint bytes = (nuint)(count * sizeof(T));
        Owner mine = (owners ??= new Owner[Uses])[(int)use] ??= new Owner();
        if (bytes > mine.Bytes || mine.Memory == null)
        {
            mine.Grow(bytes);
        }

        return (T*)mine.Memory;
    }

    /// <summary>Only the thread's own static names it: when the thread is gone, it is collected and its memory freed.</summary>
    private sealed class Owner
    {
        public void* Memory;
        public nuint Bytes;

        ~Owner() => NativeMemory.AlignedFree(Memory);

        public void Grow(nuint bytes)
        {
            // Freed before the new one is there: the contents need not survive, and a failed allocation must leave a consistent owner.
            NativeMemory.AlignedFree(Memory);
            Memory = null;
            Bytes = 0;

            // At least a page, and doubling: a thread that meets slowly growing sizes does not reallocate each time.
            nuint rounded = Math.Max(BitOperations.RoundUpToPowerOf2(bytes), 4096);
            Memory = NativeMemory.AlignedAlloc(rounded, Alignment);
            Bytes = rounded;
        }
    }
}
