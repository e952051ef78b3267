using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>An ignore index as a value of the target's type, where that type can hold it.</summary>
internal readonly struct IgnoreIndex<TTarget>
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    public IgnoreIndex(long value)
    {
        // Saturated and compared as long: truncated, -100 would match 156 among bytes.
        Value = TTarget.CreateSaturating(value);
        CanMatch = long.CreateSaturating(Value) == value;
    }

    /// <summary>The value; meaningless unless <see cref="CanMatch"/>.</summary>
    public TTarget Value { get; }

    /// <summary>Whether any target can equal the ignore index.</summary>
    public bool CanMatch { get; }

    /// <summary>Whether this target marks its sample as ignored.</summary>
    public bool Matches(TTarget target) => CanMatch && target == Value;
}
