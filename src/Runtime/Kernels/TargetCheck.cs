using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every target of a call before any of them is used.</summary>
internal static unsafe class TargetCheck
{
    /// <summary>Vectors between two looks at the result: few enough that 8-bit lanes cannot overflow when they count.</summary>
    private const int VectorsPerStretch = 64;

    /// <summary>Refuses a target that is neither in [0, C) nor the ignore index, with its row.</summary>
    /// <returns>The number of targets that are ignored.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither.</exception>
    public static nint CountIgnored<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        TTarget* targets = call.Targets.Pointer;
        nint length = call.Targets.Length;
        nint row = 0;
        nint ignored = 0;
        if (Vector<TTarget>.IsSupported)
        {
            nint stretch = (nint)Vector<TTarget>.Count * VectorsPerStretch;
            for (; row <= length - stretch; row += stretch)
            {
                nint found = CountStretch(targets + row, call.ClassCount, new IgnoreIndex<TTarget>(call.IgnoreIndex));
                if (found < 0)
                {
                    break;
                }

                ignored += found;
            }
        }

        // The rest; or a stretch with a refused target, which this finds.
        return ignored + CountRows(in call, row);
    }

    /// <summary>Σ w[t] over the targets that are not ignored. Only for checked targets.</summary>
    public static double SumWeights<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        IgnoreIndex<TTarget> ignore = new(call.IgnoreIndex);
        double sum = 0;
        for (nint row = 0; row < call.Targets.Length; row++)
        {
            TTarget target = call.Targets.Pointer[row];
            if (!ignore.Matches(target))
            {
                sum += double.CreateTruncating(call.ClassWeights.Pointer[nint.CreateTruncating(target)]);
            }
        }

        return sum;
    }

    /// <summary>The ignored targets of one stretch of vectors, or -1 if a target in it is to be refused.</summary>
    private static nint CountStretch<TTarget>(TTarget* targets, int classCount, IgnoreIndex<TTarget> ignore)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        // Saturated: with more classes than the type has values, the last value is a class too.
        Vector<TTarget> last = new(TTarget.CreateSaturating(classCount - 1));
        Vector<TTarget> ignoreValue = new(ignore.Value);
        Vector<TTarget> canMatch = ignore.CanMatch ? Vector<TTarget>.AllBitsSet : Vector<TTarget>.Zero;
        Vector<TTarget> refused = Vector<TTarget>.Zero;
        Vector<TTarget> counts = Vector<TTarget>.Zero;
        for (int i = 0; i < VectorsPerStretch; i++)
        {
            Vector<TTarget> target = Vector.Load(targets + (i * Vector<TTarget>.Count));
            Vector<TTarget> isIgnored = Vector.Equals(target, ignoreValue) & canMatch;
            Vector<TTarget> isOutside = Vector.LessThan(target, Vector<TTarget>.Zero) | Vector.GreaterThan(target, last);
            refused |= Vector.AndNot(isOutside, isIgnored);

            // A match is all ones, which is -1.
            counts -= isIgnored;
        }

        if (!Vector.EqualsAll(refused, Vector<TTarget>.Zero))
        {
            return -1;
        }

        nint ignored = 0;
        for (int lane = 0; lane < Vector<TTarget>.Count; lane++)
        {
            ignored += nint.CreateTruncating(counts[lane]);
        }

        return ignored;
    }

    private static nint CountRows<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, nint first)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        IgnoreIndex<TTarget> ignore = new(call.IgnoreIndex);
        nint ignored = 0;
        for (nint row = first; row < call.Targets.Length; row++)
        {
            TTarget target = call.Targets.Pointer[row];
            if (ignore.Matches(target))
            {
                ignored++;
            }
            else if ((ulong)long.CreateSaturating(target) >= (ulong)call.ClassCount)
            {
                throw Refused(call.Targets, row, call.Positions, call.ClassCount, call.IgnoreIndex);
            }
        }

        return ignored;
    }

    private static ArgumentOutOfRangeException Refused<TTarget>(Slice<TTarget> targets, nint row, nint positions, int classCount, long ignoreIndex)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        long target = long.CreateSaturating(targets.Pointer[row]);
        string place = positions == 1 ? $"row {row}" : $"row {row} (sample {row / positions}, position {row % positions})";
        return new ArgumentOutOfRangeException(nameof(targets), target, $"{place}: target {target} is outside [0, {classCount}) and is not the ignore index {ignoreIndex}.");
    }
}
