using System.Runtime.InteropServices;

namespace Gen.CrossEntropy;

/// <summary>Zeroed native memory, 64-byte aligned, that is freed once: on Dispose, when nobody counts on it any more, or by the finalizer of a forgotten owner.</summary>
internal unsafe class NativeBlock : SafeHandle
{
    /// <summary>A cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    private readonly nint bytes;

    /// <param name="bytes">The size; 0 still gives a distinct address.</param>
    public NativeBlock(nint bytes)
        : base(0, ownsHandle: true)
    {
        this.bytes = bytes;
        void* memory = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
        NativeMemory.Clear(memory, (nuint)bytes);
        SetHandle((nint)memory);

        // The collector sees a small object; it must know what it costs to leave it uncollected.
        if (bytes > 0)
        {
            GC.AddMemoryPressure(bytes);
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        if (bytes > 0)
        {
            GC.RemoveMemoryPressure(bytes);
        }

        return true;
    }
}
