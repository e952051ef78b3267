using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Sums in double precision.</summary>
internal static unsafe class WideSum
{
    /// <summary>The lanes of the sum. A constant, whatever vectors the machine has: results depend on the order of additions.</summary>
    private const int Lanes = 8;

    /// <summary>Σ values[i]: element i goes to the sum i mod 8, and what is left over to one of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Of<TReal>(TReal* values, nint count)
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Vector256<double> low = Vector256<double>.Zero, high = Vector256<double>.Zero;
        nint i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            if (typeof(TReal) == typeof(double))
            {
                low += Vector256.Load((double*)values + i);
                high += Vector256.Load((double*)values + i + (Lanes / 2));
            }
            else
            {
                (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.Load((float*)values + i));
                low += first;
                high += second;
            }
        }

        double rest = 0;
        for (; i < count; i++)
        {
            rest += double.CreateTruncating(values[i]);
        }

        Vector256<double> both = low + high;
        return ((both[0] + both[1]) + (both[2] + both[3])) + rest;
    }
}
