namespace Gen.CrossEntropy.Testing;

/// <summary>The element type that class indices are passed in.</summary>
public enum IndexType
{
    /// <summary><see cref="int"/>.</summary>
    Int32,

    /// <summary><see cref="long"/>.</summary>
    Int64,

    /// <summary><see cref="byte"/>.</summary>
    UInt8,
}

/// <summary>The targets of a batch.</summary>
public abstract record Targets
{
    private protected Targets()
    {
    }

    /// <summary>For what takes no targets.</summary>
    public static Targets None { get; } = new NoTargets();

    /// <summary>Class indices, passed as <see cref="int"/>.</summary>
    public static Targets Of(params int[] indices) => new IndexTargets([.. indices.Select(i => (long)i)], IndexType.Int32);

    /// <summary>Class indices, passed as <see cref="long"/>.</summary>
    public static Targets Of(params long[] indices) => new IndexTargets(indices, IndexType.Int64);

    /// <summary>Class indices, passed as <see cref="byte"/>.</summary>
    public static Targets Of(params byte[] indices) => new IndexTargets([.. indices.Select(i => (long)i)], IndexType.UInt8);

    /// <summary>Class probabilities q, or the second tensor of a loss of elements; laid out as the logits.</summary>
    public static Targets Probabilities(params double[] q) => new ProbabilityTargets(q);
}

/// <summary>Class indices t, one per sample.</summary>
/// <param name="Values">The indices.</param>
/// <param name="Type">What they are passed as; <see cref="Holds"/> says whether it can.</param>
public sealed record IndexTargets(long[] Values, IndexType Type) : Targets
{
    /// <summary>Whether every index fits <paramref name="type"/>.</summary>
    public bool Holds(IndexType type) => type switch
    {
        IndexType.Int32 => Values.All(v => v is >= int.MinValue and <= int.MaxValue),
        IndexType.Int64 => true,
        IndexType.UInt8 => Values.All(v => v is >= byte.MinValue and <= byte.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}

/// <summary>Class probabilities q, laid out as the logits.</summary>
/// <param name="Values">q.</param>
public sealed record ProbabilityTargets(double[] Values) : Targets;

/// <summary>No targets.</summary>
internal sealed record NoTargets : Targets;
