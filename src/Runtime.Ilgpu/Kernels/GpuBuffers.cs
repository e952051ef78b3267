using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The buffers of a bound call as views for kernels.</summary>
internal static class GpuBuffers
{
    /// <summary>The device of a call's buffers.</summary>
    /// <exception cref="NotSupportedException">It is not one of ILGPU's.</exception>
    public static Engine EngineOf(in BoundBuffers buffers) => buffers.Device is IlgpuDevice device
        ? device.Engine
        : throw new NotSupportedException($"The call's buffers are on {buffers.Device?.ToString() ?? "no device"}, and its kernels are for devices of ILGPU.");

    /// <summary>A buffer of <typeparamref name="T"/> as elements of a type of the same size; empty for null, and where the pass has no use for it.</summary>
    public static ArrayView<TStorage> View<T, TStorage>(object? buffer, bool used = true)
        where T : unmanaged
        where TStorage : unmanaged => used && buffer is not null ? ((IlgpuBuffer<T>)buffer).ViewAs<TStorage>() : default;
}
