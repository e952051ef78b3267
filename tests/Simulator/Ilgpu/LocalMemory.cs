using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>Memory of a lane.</summary>
public static class LocalMemory
{
    /// <summary>Allocates memory that only this lane sees. It is poison at first.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="extent">The number of elements.</param>
    /// <returns>The memory.</returns>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => new(null, Lane.Current("LocalMemory.Allocate").AllocateLocal<T>(extent), 0, extent);
}
