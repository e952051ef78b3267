using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Brings checked targets into the form in which kernels take them: of one type, and -1 where ignored.</summary>
internal static unsafe class TargetNormalisation
{
    /// <summary>A block's targets, of the type that goes with <typeparamref name="TReal"/>: the caller's own memory if it is of that form, else the thread's scratch.</summary>
    /// <param name="targets">The first of <paramref name="count"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="ignore">The ignore index.</param>
    /// <param name="anyIgnored">Whether any target of the call is ignored.</param>
    public static void* Of<TReal, TTarget>(TTarget* targets, nint count, IgnoreIndex<TTarget> ignore, bool anyIgnored)
        where TReal : unmanaged
        where TTarget : unmanaged, IBinaryInteger<TTarget> => sizeof(TReal) == sizeof(long)
            ? OfIndices<long, TTarget>(targets, count, ignore, anyIgnored)
            : OfIndices<int, TTarget>(targets, count, ignore, anyIgnored);

    private static TIndex* OfIndices<TIndex, TTarget>(TTarget* targets, nint count, IgnoreIndex<TTarget> ignore, bool anyIgnored)
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        if (!anyIgnored && typeof(TTarget) == typeof(TIndex))
        {
            return (TIndex*)targets;
        }

        TIndex* normalised = Scratch.Rent<TIndex>(ScratchUse.Targets, count);
        Normalise(targets, count, ignore, normalised);
        return normalised;
    }

    /// <summary>normalised[i] = targets[i], or -1 where it is ignored. The arrays do not overlap.</summary>
    /// <typeparam name="TTarget">The type of a caller's class index; vectors for <see cref="int"/>, <see cref="long"/> and <see cref="byte"/>.</typeparam>
    /// <typeparam name="TIndex"><see cref="int"/> or <see cref="long"/>.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Normalise<TTarget, TIndex>(TTarget* targets, nint count, IgnoreIndex<TTarget> ignore, TIndex* normalised)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        nint step = Vector<byte>.Count;
        bool vectors = Vector.IsHardwareAccelerated && (typeof(TTarget) == typeof(int) || typeof(TTarget) == typeof(long) || typeof(TTarget) == typeof(byte));
        if (vectors && count >= step)
        {
            // The last step ends at the last target and overlaps the one before.
            Vector<TTarget> value = new(ignore.Value);
            Vector<TTarget> canMatch = ignore.CanMatch ? Vector<TTarget>.AllBitsSet : Vector<TTarget>.Zero;
            for (nint i = 0; i < count - step; i += step)
            {
                Step(targets + i, value, canMatch, normalised + i);
            }

            Step(targets + count - step, value, canMatch, normalised + count - step);
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            normalised[i] = ignore.Matches(targets[i]) ? TIndex.NegativeOne : TIndex.CreateTruncating(targets[i]);
        }
    }

    /// <summary>As many targets as a vector has bytes. Every class fits an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TTarget, TIndex>(TTarget* targets, Vector<TTarget> ignored, Vector<TTarget> canMatch, TIndex* normalised)
        where TTarget : unmanaged
        where TIndex : unmanaged
    {
        if (typeof(TTarget) == typeof(byte))
        {
            // The mask, widened as a signed number, is -1 in every byte of the wider ones.
            Vector<byte> target = Vector.AsVectorByte(Vector.Load(targets));
            Vector.Widen(target, out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(Vector.AsVectorSByte(Vector.Equals(target, Vector.AsVectorByte(ignored)) & Vector.AsVectorByte(canMatch)), out Vector<short> lowMask, out Vector<short> highMask);
            Store(Vector.AsVectorInt16(low) | lowMask, normalised);
            Store(Vector.AsVectorInt16(high) | highMask, normalised + Vector<short>.Count);
            return;
        }

        for (nint i = 0; i < Vector<byte>.Count; i += Vector<int>.Count)
        {
            Vector<int> kept = sizeof(TTarget) == sizeof(int)
                ? Vector.AsVectorInt32(Keep(Vector.Load(targets + i), ignored, canMatch))
                : Vector.Narrow(
                    Vector.AsVectorInt64(Keep(Vector.Load(targets + i), ignored, canMatch)),
                    Vector.AsVectorInt64(Keep(Vector.Load(targets + i + Vector<long>.Count), ignored, canMatch)));
            Store(kept, normalised + i);
        }
    }

    /// <summary>All bits, which are -1, where ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<TTarget> Keep<TTarget>(Vector<TTarget> targets, Vector<TTarget> ignored, Vector<TTarget> canMatch)
        where TTarget : unmanaged => targets | (Vector.Equals(targets, ignored) & canMatch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TIndex>(Vector<short> values, TIndex* destination)
        where TIndex : unmanaged
    {
        Vector.Widen(values, out Vector<int> low, out Vector<int> high);
        Store(low, destination);
        Store(high, destination + Vector<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TIndex>(Vector<int> values, TIndex* destination)
        where TIndex : unmanaged
    {
        if (sizeof(TIndex) == sizeof(int))
        {
            Vector.Store(values, (int*)destination);
            return;
        }

        Vector.Widen(values, out Vector<long> low, out Vector<long> high);
        Vector.Store(low, (long*)destination);
        Vector.Store(high, (long*)destination + Vector<long>.Count);
    }
}
