using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every target of a call on the device, before any kernel uses one: the counterpart of what the CPU does in <see cref="TargetCheck"/> and <see cref="TargetNormalisation"/>.</summary>
internal static class TargetInspection
{
    /// <summary>Each group normalises its targets and says which it refuses first, how many it keeps, and what these weigh.</summary>
    public static void Run<TTarget, TReal, TWiden, TNumber>(TargetArguments<TTarget, TReal> arguments)
        where TTarget : unmanaged
        where TReal : unmanaged
        where TWiden : struct, IGpuTarget<TTarget>
        where TNumber : struct, IGpuReal<TReal>
    {
        TWiden widen = default;
        TNumber number = default;
        Findings found = Findings.None;
        long first = (long)Grid.IdxX * GroupTree.Elements;
        long end = IntrinsicMath.Min(first + GroupTree.Elements, arguments.Count);
        for (long row = first + Group.IdxX; row < end; row += Group.DimX)
        {
            long target = widen.Widen(arguments.Targets[row]);
            int normalised = -1;
            if (target != arguments.IgnoreIndex)
            {
                if (target < 0 || target >= arguments.ClassCount)
                {
                    found.Refused = IntrinsicMath.Min(found.Refused, row);
                }
                else
                {
                    normalised = (int)target;
                    found.Kept++;
                    if (arguments.ClassWeights.Length > 0)
                    {
                        found.Weight += number.Widen(arguments.ClassWeights[target]);
                    }
                }
            }

            arguments.Normalised[row] = normalised;
        }

        found = GroupTree.Together(found);
        if (Group.IdxX == 0)
        {
            arguments.Refused[Grid.IdxX] = found.Refused;
            arguments.Kept[Grid.IdxX] = found.Kept;
            arguments.Weight[Grid.IdxX] = found.Weight;
        }
    }
}

/// <summary>What <see cref="TargetInspection"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TargetArguments<TTarget, TReal>
    where TTarget : unmanaged
    where TReal : unmanaged
{
    /// <summary>t.</summary>
    public ArrayView<TTarget> Targets;

    /// <summary>Written: t, or -1 where it is ignored.</summary>
    public ArrayView<int> Normalised;

    /// <summary>w, where the weights of the targets are to be added; else empty.</summary>
    public ArrayView<TReal> ClassWeights;

    /// <summary>Written, for each group: its first row that is refused.</summary>
    public ArrayView<long> Refused;

    /// <summary>Written, for each group: how many targets are neither refused nor ignored.</summary>
    public ArrayView<long> Kept;

    /// <summary>Written, for each group: Σ w[t] over these.</summary>
    public ArrayView<double> Weight;

    /// <summary>The number of targets.</summary>
    public long Count;

    /// <summary>The target that marks its sample as ignored.</summary>
    public long IgnoreIndex;

    /// <summary>C.</summary>
    public long ClassCount;
}
