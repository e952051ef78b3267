using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>Memory of a group.</summary>
public static class SharedMemory
{
    /// <summary>
    /// Allocates memory that the lanes of a group share. As on a device, this happens once for each place in the source; places are told apart by line, type and length. Fresh memory is poison, and a lane that reads
    /// what none has written is at fault.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="extent">The number of elements.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>The memory, the same for all lanes of the group.</returns>
    public static ArrayView<T> Allocate<T>(int extent, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged
    {
        Lane lane = Lane.Current("SharedMemory.Allocate");
        return new ArrayView<T>(null, lane.Group.Shared.Allocate<T>(lane, extent, new CodePlace("SharedMemory.Allocate", file, line)), 0, extent);
    }
}
