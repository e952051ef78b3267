namespace ILGPU;

/// <summary>A view of elements that lie one after the other.</summary>
public interface IContiguousArrayView : IArrayView
{
    /// <summary>The index of its first element in the buffer.</summary>
    long Index { get; }

    /// <summary>The place in bytes of its first element in the buffer.</summary>
    long IndexInBytes { get; }

    /// <summary>Its bytes.</summary>
    /// <returns>A view of them.</returns>
    ArrayView<byte> AsRawArrayView();
}

/// <summary>A view of elements that lie one after the other.</summary>
/// <typeparam name="T">The element type.</typeparam>
public interface IContiguousArrayView<T> : IContiguousArrayView
    where T : unmanaged;
