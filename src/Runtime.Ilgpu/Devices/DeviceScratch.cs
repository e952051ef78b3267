using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>Memory of a device that calls use one after the other: one piece for each use, which grows and is kept.</summary>
internal sealed class DeviceScratch(Accelerator accelerator) : IDisposable
{
    /// <summary>What the elements of kernels' vectors are aligned to, and the least that is allocated.</summary>
    private const int Alignment = 16;

    private readonly MemoryBuffer1D<byte, Stride1D.Dense>?[] pieces = new MemoryBuffer1D<byte, Stride1D.Dense>?[Enum.GetValues<DeviceScratchUse>().Length];

    /// <summary>Memory that nobody has set, of at least 16 bytes.</summary>
    /// <exception cref="OutOfMemoryException">The device has not that much.</exception>
    public static MemoryBuffer1D<byte, Stride1D.Dense> Allocate(Accelerator accelerator, long bytes)
    {
        try
        {
            return accelerator.Allocate1D<byte>(Math.Max(bytes, Alignment));
        }
        catch (AcceleratorException error)
        {
            throw new InsufficientMemoryException($"{accelerator.Name} did not give {bytes} bytes: {error.Message}", error);
        }
    }

    /// <summary>The piece for this use, of exactly so many elements. What it holds is what the last call left.</summary>
    public ArrayView<T> Rent<T>(DeviceScratchUse use, long length)
        where T : unmanaged
    {
        long bytes = length * Interop.SizeOf<T>();
        ref MemoryBuffer1D<byte, Stride1D.Dense>? piece = ref pieces[(int)use];
        if (piece is null || piece.View.BaseView.Length < bytes)
        {
            piece?.Dispose();
            piece = null;
            piece = Allocate(accelerator, (bytes + Alignment - 1) / Alignment * Alignment);
        }

        return piece.View.BaseView.Cast<T>().SubView(0, length);
    }

    public void Dispose()
    {
        foreach (ref MemoryBuffer1D<byte, Stride1D.Dense>? piece in pieces.AsSpan())
        {
            piece?.Dispose();
            piece = null;
        }
    }
}

/// <summary>What a call needs memory of the device for.</summary>
internal enum DeviceScratchUse
{
    /// <summary>Class indices, normalised.</summary>
    Targets,

    /// <summary>What each group refuses first.</summary>
    Refused,

    /// <summary>The targets that each group keeps.</summary>
    Kept,

    /// <summary>The weight of these.</summary>
    Weight,

    /// <summary>The losses of samples, where a caller wants only their sum.</summary>
    Losses,

    /// <summary>The sums of groups.</summary>
    Sums,

    /// <summary>g / D and W.</summary>
    Numbers,

    /// <summary>Whether the call is refused.</summary>
    Refusal,

    /// <summary>What the host reads at the end.</summary>
    Outcome,

    /// <summary>What calls refuse that nobody waits for.</summary>
    Refusals,
}
