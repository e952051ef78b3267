using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What an inspection finds: of an element, of a thread's, of a group's, of all. One value, so that a group brings together in one reduction what its threads have found.</summary>
internal struct Findings
{
    /// <summary><see cref="Refused"/> where nothing is.</summary>
    public const long NoneRefused = long.MaxValue;

    /// <summary>The first row or element that is refused.</summary>
    public long Refused;

    /// <summary>How many targets are neither refused nor ignored.</summary>
    public long Kept;

    /// <summary>Σ w[t] over these.</summary>
    public double Weight;

    /// <summary>Σ w.</summary>
    public double ClassWeight;

    /// <summary>Nothing was looked at.</summary>
    public static Findings None => new() { Refused = NoneRefused };

    /// <summary>What two have found.</summary>
    internal readonly struct Together : IFold<Findings>
    {
        public Findings Neutral => None;

        public Findings Combine(Findings left, Findings right) => new()
        {
            Refused = IntrinsicMath.Min(left.Refused, right.Refused),
            Kept = left.Kept + right.Kept,
            Weight = left.Weight + right.Weight,
            ClassWeight = left.ClassWeight + right.ClassWeight,
        };
    }
}
