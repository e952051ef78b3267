using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>Arrays that do not move, as slices.</summary>
internal static unsafe class Pinned
{
    // A slice is no reference: an array that a test names no more must not be collected under a call.
    private static readonly ConcurrentBag<Array> Kept = [];

    public static T[] Build<T>(int length, Func<int, T> value)
        where T : unmanaged
    {
        T[] array = GC.AllocateArray<T>(length, pinned: true);
        for (int i = 0; i < length; i++)
        {
            array[i] = value(i);
        }

        Kept.Add(array);

        return array;
    }

    public static T[] Of<T>(params T[] values)
        where T : unmanaged => Build(values.Length, i => values[i]);

    /// <summary>Null for an empty array, as an empty fixed span is.</summary>
    public static Slice<T> Slice<T>(T[] pinned)
        where T : unmanaged => pinned.Length == 0
            ? default
            : new Slice<T>((T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)), pinned.Length);
}
