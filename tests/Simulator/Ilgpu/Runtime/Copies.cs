using System.Globalization;
using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Copies between views, and what they check.</summary>
internal static unsafe class Copies
{
    public static void Copy(AcceleratorStream stream, in ArrayView<byte> source, in ArrayView<byte> target)
    {
        Check(stream, source);
        Check(stream, target);
        if (source.Length > target.Length)
        {
            throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"A copy of {source.Length} bytes of {source.Region} to {target.Length} bytes of {target.Region}."));
        }

        Buffer.MemoryCopy(source.Address, target.Address, target.Length, source.Length);
    }

    public static void FromHost<T>(AcceleratorStream stream, in ArrayView<byte> target, ref T source, long length)
        where T : unmanaged
    {
        Check(stream, target);
        CheckLength<T>(target, length);
        fixed (T* start = &source)
        {
            Buffer.MemoryCopy(start, target.Address, target.Length, length * sizeof(T));
        }
    }

    public static void ToHost<T>(AcceleratorStream stream, in ArrayView<byte> source, ref T target, long length)
        where T : unmanaged
    {
        Check(stream, source);
        CheckLength<T>(source, length);
        fixed (T* start = &target)
        {
            Buffer.MemoryCopy(source.Address, start, length * sizeof(T), length * sizeof(T));
        }
    }

    public static void Set(AcceleratorStream stream, in ArrayView<byte> target, byte value)
    {
        Check(stream, target);
        byte* next = target.Address;
        for (long left = target.Length; left > 0;)
        {
            int part = (int)Math.Min(left, 1 << 30);
            new Span<byte>(next, part).Fill(value);
            next += part;
            left -= part;
        }
    }

    private static void Check(AcceleratorStream stream, in ArrayView<byte> view)
    {
        if (view.Region is not { } region)
        {
            return;
        }

        stream.Check(view.Buffer?.Accelerator ?? stream.Accelerator);
        if (region.IsDisposed)
        {
            throw new SimulatorException($"A copy uses {region}, which was disposed.");
        }
    }

    private static void CheckLength<T>(in ArrayView<byte> view, long length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, view.Length / sizeof(T));
    }
}
