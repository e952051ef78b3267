using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>What a parameter of a pass holds.</summary>
internal enum ParameterKind
{
    /// <summary>Elements that are read: a read-only span or a buffer.</summary>
    Read,

    /// <summary>Elements that are written: a span or a buffer.</summary>
    Written,

    /// <summary>One number.</summary>
    Scalar,
}

/// <summary>The type of a parameter's elements.</summary>
internal enum ParameterElement
{
    /// <summary>The declared element type.</summary>
    Storage,

    /// <summary>The type that kernels compute in.</summary>
    Real,

    /// <summary>The type of class indices, which overloads differ in.</summary>
    Index,

    /// <summary>A number that is neither.</summary>
    Other,
}

/// <summary>
/// A parameter of a pass.
/// </summary>
/// <param name="Name">As the user writes it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Element">Of which type.</param>
/// <param name="Field">Where a call keeps it.</param>
/// <param name="Documentation">Its documentation.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, ParameterElement Element, string Field, string Documentation)
{
    /// <summary>The pinned pointer's name; null for scalars.</summary>
    public string? Pointer { get; init; }

    /// <summary>What binding buffers calls it, where that is not its own name.</summary>
    public string? Argument { get; init; }

    /// <summary>The type of a number that is <see cref="ParameterElement.Other"/>.</summary>
    public string? OtherType { get; init; }

    /// <summary>Its default, or null.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the shapes of buffers say it, so that only spans need it.</summary>
    public bool ShapesSayIt { get; init; }

    /// <summary>Its element type, for a type of class indices.</summary>
    public string ElementType(LossSpec spec, string index) => Element switch
    {
        ParameterElement.Storage => Literal.TypeName(spec.DType),
        ParameterElement.Real => Literal.TypeName(spec.ComputeType),
        ParameterElement.Index => index,
        ParameterElement.Other => OtherType!,
        _ => throw new NotSupportedException($"No type for {Element}."),
    };

    public string SpanType(LossSpec spec, string index) => Kind switch
    {
        ParameterKind.Read => $"global::System.ReadOnlySpan<{ElementType(spec, index)}>",
        ParameterKind.Written => $"global::System.Span<{ElementType(spec, index)}>",
        ParameterKind.Scalar => ElementType(spec, index),
        _ => throw new NotSupportedException($"No span type for {Kind}."),
    };

    public string BufferType(LossSpec spec, string index) => Kind switch
    {
        ParameterKind.Read or ParameterKind.Written => $"global::Gen.CrossEntropy.TensorBuffer<{ElementType(spec, index)}>",
        ParameterKind.Scalar => ElementType(spec, index),
        _ => throw new NotSupportedException($"No buffer type for {Kind}."),
    };
}
