using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>Native memory that the device reaches without the processor: it is locked to its pages as long as it is not freed. Where a device knows no such thing, plain memory.</summary>
internal sealed class PageLockedBlock : NativeBlock
{
    private readonly PageLockScope<byte>? pages;

    /// <param name="accelerator">The device.</param>
    /// <param name="bytes">The size.</param>
    /// <exception cref="OutOfMemoryException">The system does not let so much be locked.</exception>
    public PageLockedBlock(Accelerator accelerator, nint bytes)
        : base(bytes)
    {
        try
        {
            pages = bytes == 0 ? null : accelerator.CreatePageLockFromPinned<byte>(handle, bytes);
        }
        catch (NotSupportedException)
        {
            // A device that cannot: copies go through memory of the driver's.
        }
        catch (AcceleratorException error)
        {
            Dispose();
            throw new InsufficientMemoryException($"{accelerator.Name}: {bytes} bytes of host memory cannot be page-locked: {error.Message}", error);
        }
    }

    protected override bool ReleaseHandle()
    {
        pages?.Dispose();
        return base.ReleaseHandle();
    }
}
