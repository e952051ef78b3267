using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every probability of a call on the device, before any kernel uses one: the counterpart of <see cref="ProbabilityCheck"/>.</summary>
internal static class ProbabilityInspection
{
    /// <summary>Each group says which of its elements it refuses first.</summary>
    public static void Run<T, TProbability>(ProbabilityArguments<T> arguments)
        where T : unmanaged
        where TProbability : struct, IGpuProbability<T>
    {
        TProbability probability = default;
        Findings found = Findings.None;
        long first = (long)Grid.IdxX * GroupTree.Elements;
        long end = IntrinsicMath.Min(first + GroupTree.Elements, arguments.Count);
        for (long element = first + Group.IdxX; element < end; element += Group.DimX)
        {
            if (!probability.IsProbability(arguments.Values[element]))
            {
                found.Refused = IntrinsicMath.Min(found.Refused, element);
            }
        }

        found = GroupTree.Together(found);
        if (Group.IdxX == 0)
        {
            arguments.Refused[Grid.IdxX] = found.Refused;
        }
    }
}

/// <summary>What <see cref="ProbabilityInspection"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ProbabilityArguments<T>
    where T : unmanaged
{
    /// <summary>The probabilities.</summary>
    public ArrayView<T> Values;

    /// <summary>Written, for each group: its first element that is refused.</summary>
    public ArrayView<long> Refused;

    /// <summary>The number of probabilities.</summary>
    public long Count;
}
