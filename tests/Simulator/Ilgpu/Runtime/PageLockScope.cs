namespace ILGPU.Runtime;

/// <summary>Memory of the host that is locked to its pages, until this is disposed. Here it is no other than it was.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class PageLockScope<T> : AcceleratorObject
    where T : unmanaged
{
    internal PageLockScope(Accelerator accelerator, nint address, long length)
        : base(accelerator)
    {
        AddrOfLockedObject = address;
        Length = length;
    }

    /// <summary>Where the memory is.</summary>
    public nint AddrOfLockedObject { get; }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The number of bytes.</summary>
    public long LengthInBytes => Length * Interop.SizeOf<T>();

    private protected override void Release()
    {
    }
}
