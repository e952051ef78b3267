using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>A span without the limit of 2^31 elements: a pointer to fixed or native memory, and a length.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="pointer">The address of element 0; null if empty.</param>
/// <param name="length">The number of elements.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Slice<T>(T* pointer, nint length)
    where T : unmanaged
{
    /// <summary>The address of element 0; null if empty.</summary>
    public T* Pointer { get; } = pointer;

    /// <summary>The number of elements.</summary>
    public nint Length { get; } = length;
}
