using Gen.CrossEntropy.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>Constants of declarations, such as class weights, in the device's memory: copied at their first use, since a copy waits for the device, and kept. Whoever uses it holds the engine's gate.</summary>
internal sealed unsafe class DeviceConstants(Accelerator accelerator) : IDisposable
{
    private readonly Dictionary<(nint Address, nint Bytes), Constant> known = [];

    /// <summary>The constants on the device.</summary>
    /// <param name="values">The constants, where the program has them.</param>
    public ArrayView<T> Of<T>(Slice<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = new(values.Pointer, checked((int)(values.Length * sizeof(T))));
        (nint, nint) key = ((nint)values.Pointer, bytes.Length);

        // An address of code that was unloaded may hold others now.
        if (!known.TryGetValue(key, out Constant? constant) || !bytes.SequenceEqual(constant.Values))
        {
            constant?.Memory.Dispose();
            constant = new Constant(bytes.ToArray(), DeviceScratch.Allocate(accelerator, bytes.Length));
            known[key] = constant;
            fixed (byte* first = constant.Values)
            {
                constant.Memory.View.BaseView.SubView(0, bytes.Length).CopyFromCPU(accelerator.DefaultStream, ref *first, bytes.Length);
            }
        }

        return constant.Memory.View.BaseView.Cast<T>().SubView(0, values.Length);
    }

    public void Dispose()
    {
        foreach (Constant constant in known.Values)
        {
            constant.Memory.Dispose();
        }

        known.Clear();
    }

    private sealed record Constant(byte[] Values, MemoryBuffer1D<byte, Stride1D.Dense> Memory);
}
