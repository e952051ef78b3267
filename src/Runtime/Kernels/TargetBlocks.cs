using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The targets of a call in blocks, to be looked at. The sum is that of their weights.</summary>
/// <param name="targets">The targets.</param>
/// <param name="scan">What they must be.</param>
/// <param name="classWeights">w; null where no sum is asked for.</param>
/// <param name="classes">C.</param>
/// <param name="findings">What all blocks find.</param>
internal readonly unsafe struct TargetBlocks<TReal, TTarget>(Slice<TTarget> targets, TargetScan<TTarget> scan, TReal* classWeights, nint classes, TargetFindings* findings) : IBlocks
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    /// <summary>The targets of a block: what is read twice, for a sum of weights, is in the first cache then.</summary>
    private const int Rows = 2048;

    /// <summary>The number of blocks.</summary>
    public nint Count => (targets.Length + Rows - 1) / Rows;

    public double Run(nint block)
    {
        nint first = block * Rows;
        nint count = nint.Min(Rows, targets.Length - first);
        TTarget* here = targets.Pointer + first;
        nint ignored = scan.CountIgnored(here, count);
        if (ignored < 0)
        {
            findings->Refused.Offer(first + scan.FindRefused(here, count));
            return 0;
        }

        if (ignored > 0)
        {
            // A sum of integers, which no order changes.
            Interlocked.Add(ref findings->Ignored, ignored);
        }

        return classWeights == null
            ? 0
            : WideSum.Of(TargetWeights.Of(TargetNormalisation.Of<TReal, TTarget>(here, count, scan.Ignore, ignored > 0), count, classWeights, classes, ignored > 0), count);
    }
}
