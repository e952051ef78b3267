using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The class weights of targets.</summary>
internal static unsafe class TargetWeights
{
    /// <summary>v[i] = w[t[i]], and 0 where t[i] is ignored: in the thread's scratch.</summary>
    /// <param name="normalised">t: what <see cref="TargetNormalisation"/> gives.</param>
    /// <param name="count">The number of targets.</param>
    /// <param name="classWeights">w.</param>
    /// <param name="anyIgnored">Whether any target of the call is ignored.</param>
    public static TReal* Of<TReal>(void* normalised, nint count, TReal* classWeights, bool anyIgnored)
        where TReal : unmanaged
    {
        TReal* weights = Scratch.Rent<TReal>(ScratchUse.TargetWeights, count);
        if (sizeof(TReal) == sizeof(long))
        {
            Gather((long*)normalised, count, (long*)classWeights, (long*)weights, anyIgnored);
        }
        else
        {
            Gather((int*)normalised, count, (int*)classWeights, (int*)weights, anyIgnored);
        }

        return weights;
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
