using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A view.</summary>
public interface IArrayView
{
    /// <summary>The buffer whose memory it views; null where it is not a buffer's.</summary>
    MemoryBuffer? Buffer { get; }

    /// <summary>The size of an element in bytes.</summary>
    int ElementSize { get; }

    /// <summary>Whether it views at least one element.</summary>
    bool IsValid { get; }

    /// <summary>The number of elements.</summary>
    long Length { get; }

    /// <summary>The number of bytes.</summary>
    long LengthInBytes { get; }
}
