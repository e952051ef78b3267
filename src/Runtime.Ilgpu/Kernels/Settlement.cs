using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Brings together, in one group, what inspections found, and writes what a loss kernel needs of it: whether the call is refused, g over the divisor, and W.</summary>
internal static class Settlement
{
    /// <summary>The places of <see cref="SettlementArguments{TReal}.Outcome"/>: the first row or element that is refused, the bits of D, and the bits of the sum of losses.</summary>
    public const int RefusedAt = 0;

    /// <inheritdoc cref="RefusedAt"/>
    public const int DivisorAt = 1;

    /// <inheritdoc cref="RefusedAt"/>
    public const int TotalAt = 2;

    /// <inheritdoc cref="RefusedAt"/>
    public const int OutcomeLength = 3;

    public static void Run<TReal, TNumber>(SettlementArguments<TReal> arguments)
        where TReal : unmanaged
        where TNumber : struct, IGpuReal<TReal>
    {
        TNumber number = default;
        Findings found = Findings.None;
        for (long i = Group.IdxX; i < arguments.Refused.Length; i += Group.DimX)
        {
            found.Refused = IntrinsicMath.Min(found.Refused, arguments.Refused[i]);
        }

        for (long i = Group.IdxX; i < arguments.Kept.Length; i += Group.DimX)
        {
            found.Kept += arguments.Kept[i];
            found.Weight += arguments.Weight[i];
        }

        for (long i = Group.IdxX; i < arguments.ClassWeights.Length; i += Group.DimX)
        {
            found.ClassWeight += number.Widen(arguments.ClassWeights[i]);
        }

        found = GroupTree.Together(found);
        if (Group.IdxX == 0)
        {
            double divisor = arguments.Divisor;
            if (arguments.DividesBy == (int)MeanDivisor.Samples)
            {
                divisor = found.Kept;
            }
            else if (arguments.DividesBy == (int)MeanDivisor.Weights)
            {
                divisor = found.Weight;
            }

            // Nothing to divide by makes the mean and its gradient NaN: 0 / 0, whatever the numerator.
            double upstream = divisor == 0 ? 0 : arguments.Upstream;
            arguments.Numbers[0] = number.Narrow(upstream / divisor);
            arguments.Numbers[1] = number.Narrow(found.ClassWeight);
            arguments.Refusal[0] = found.Refused == Findings.NoneRefused ? 0 : 1;
            arguments.Outcome[RefusedAt] = found.Refused;
            arguments.Outcome[DivisorAt] = (long)Interop.FloatAsInt(divisor);
            arguments.Outcome[TotalAt] = 0;
        }
    }
}

/// <summary>What a mean is divided by.</summary>
internal enum MeanDivisor
{
    /// <summary>A number that is known before.</summary>
    Given = 0,

    /// <summary>The samples that are not ignored.</summary>
    Samples = 1,

    /// <summary>The weights of their targets.</summary>
    Weights = 2,
}

/// <summary>What <see cref="Settlement"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SettlementArguments<TReal>
    where TReal : unmanaged
{
    /// <summary>The first refused of each group; empty where nothing was inspected.</summary>
    public ArrayView<long> Refused;

    /// <summary>The targets that each group kept; empty where there are none.</summary>
    public ArrayView<long> Kept;

    /// <summary>What these weigh; as long as <see cref="Kept"/>.</summary>
    public ArrayView<double> Weight;

    /// <summary>w, or empty.</summary>
    public ArrayView<TReal> ClassWeights;

    /// <summary>Written: g / D, and Σ w.</summary>
    public ArrayView<TReal> Numbers;

    /// <summary>Written: 1 where something is refused, else 0.</summary>
    public ArrayView<int> Refusal;

    /// <summary>Written: what the host reads when all is done.</summary>
    public ArrayView<long> Outcome;

    /// <summary>g; 0 where there is no scalar upstream gradient.</summary>
    public double Upstream;

    /// <summary>D, where it is given.</summary>
    public double Divisor;

    /// <summary>A <see cref="MeanDivisor"/>.</summary>
    public int DividesBy;
}
