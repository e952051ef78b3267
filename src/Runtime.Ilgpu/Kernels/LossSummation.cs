using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Adds losses in double precision, in two levels whose shape depends on their number alone.</summary>
internal static class LossSummation
{
    /// <summary><see cref="Finish"/>, as the one delegate by which devices find what they have compiled.</summary>
    public static readonly Action<SumArguments> FinishKernel = Finish;

    /// <summary>Each group adds its losses.</summary>
    public static void Add<TReal, TNumber>(LossArguments<TReal> arguments)
        where TReal : unmanaged
        where TNumber : struct, IGpuReal<TReal>
    {
        if (arguments.Refusal[0] != 0)
        {
            // There are no losses.
            return;
        }

        TNumber number = default;
        double sum = 0;
        long first = (long)Grid.IdxX * GroupTree.Elements;
        long end = IntrinsicMath.Min(first + GroupTree.Elements, arguments.Count);
        for (long row = first + Group.IdxX; row < end; row += Group.DimX)
        {
            sum += number.Widen(arguments.Losses[row]);
        }

        sum = GroupTree.Sum(sum);
        if (Group.IdxX == 0)
        {
            arguments.Sums[Grid.IdxX] = sum;
        }
    }

    /// <summary>One group adds the sums of the groups.</summary>
    public static void Finish(SumArguments arguments)
    {
        if (arguments.Refusal[0] != 0)
        {
            return;
        }

        double sum = 0;
        for (long i = Group.IdxX; i < arguments.Sums.Length; i += Group.DimX)
        {
            sum += arguments.Sums[i];
        }

        sum = GroupTree.Sum(sum);
        if (Group.IdxX == 0)
        {
            arguments.Outcome[Settlement.TotalAt] = (long)Interop.FloatAsInt(sum);
        }
    }
}

/// <summary>What <see cref="LossSummation.Add"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LossArguments<TReal>
    where TReal : unmanaged
{
    /// <summary>l.</summary>
    public ArrayView<TReal> Losses;

    /// <summary>Written, for each group: its sum.</summary>
    public ArrayView<double> Sums;

    /// <summary>[0]: not 0 where the call is refused.</summary>
    public ArrayView<int> Refusal;

    /// <summary>The number of losses.</summary>
    public long Count;
}

/// <summary>What <see cref="LossSummation.Finish"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SumArguments
{
    /// <summary>The sums of the groups.</summary>
    public ArrayView<double> Sums;

    /// <summary>[0]: not 0 where the call is refused.</summary>
    public ArrayView<int> Refusal;

    /// <summary>Written, at one place, unless the call is refused: the bits of their sum.</summary>
    public ArrayView<long> Outcome;
}
