namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>What a parameter of a pass holds.</summary>
internal enum ParameterKind
{
    /// <summary>Elements that are read: a read-only span or a buffer.</summary>
    Read,

    /// <summary>Elements that are written: a span or a buffer.</summary>
    Written,

    /// <summary>Targets: read, of the overload's own element type.</summary>
    Targets,

    /// <summary>One number.</summary>
    Scalar,
}

/// <summary>
/// A parameter of a pass.
/// </summary>
/// <param name="Name">As the user writes it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Field">Where a call keeps it.</param>
/// <param name="Pointer">The pinned pointer's name; null for scalars.</param>
/// <param name="ScalarType">Its type where it is one number, else null.</param>
/// <param name="Default">Its default, or null.</param>
/// <param name="Documentation">Its documentation.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, string Field, string? Pointer, string? ScalarType, string? Default, string Documentation)
{
    public string SpanType(string element, string target) => Kind switch
    {
        ParameterKind.Read => $"global::System.ReadOnlySpan<{element}>",
        ParameterKind.Written => $"global::System.Span<{element}>",
        ParameterKind.Targets => $"global::System.ReadOnlySpan<{target}>",
        ParameterKind.Scalar => ScalarType!,
        _ => throw new NotSupportedException($"No span type for {Kind}."),
    };

    public string BufferType(string element, string target) => Kind switch
    {
        ParameterKind.Read or ParameterKind.Written => $"global::Gen.CrossEntropy.TensorBuffer<{element}>",
        ParameterKind.Targets => $"global::Gen.CrossEntropy.TensorBuffer<{target}>",
        ParameterKind.Scalar => ScalarType!,
        _ => throw new NotSupportedException($"No buffer type for {Kind}."),
    };
}
