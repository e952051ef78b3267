using System.Globalization;
using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Copies between views, and what they check: when they are ordered, and whether the memory is still there when they are done.</summary>
internal static unsafe class Copies
{
    /// <summary>Copies between views, now or when the stream comes to it.</summary>
    public static void Copy(AcceleratorStream stream, in ArrayView<byte> source, in ArrayView<byte> target, bool waits = false)
    {
        Check(stream, source);
        Check(stream, target);
        if (source.Length > target.Length)
        {
            throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"A copy of {source.Length} bytes of {source.Region} to {target.Length} bytes of {target.Region}."));
        }

        ArrayView<byte> from = source, to = target;
        Do(stream, waits, () =>
        {
            CheckThere(from);
            CheckThere(to);
            Buffer.MemoryCopy(from.Address, to.Address, to.Length, from.Length);
        });
    }

    /// <summary>Copies from the host, now or, where the memory stays where it is, when the stream comes to it.</summary>
    public static void FromHost<T>(AcceleratorStream stream, in ArrayView<byte> target, ref T source, long length, bool waits = true)
        where T : unmanaged
    {
        Check(stream, target);
        CheckLength<T>(target, length);
        ArrayView<byte> to = target;
        fixed (T* start = &source)
        {
            nint from = (nint)start;
            Do(stream, waits, () =>
            {
                CheckThere(to);
                Buffer.MemoryCopy((void*)from, to.Address, to.Length, length * sizeof(T));
            });
        }
    }

    /// <summary>Copies to the host, now or, where the memory stays where it is, when the stream comes to it.</summary>
    public static void ToHost<T>(AcceleratorStream stream, in ArrayView<byte> source, ref T target, long length, bool waits = true)
        where T : unmanaged
    {
        Check(stream, source);
        CheckLength<T>(source, length);
        ArrayView<byte> from = source;
        fixed (T* start = &target)
        {
            nint to = (nint)start;
            Do(stream, waits, () =>
            {
                CheckThere(from);
                Buffer.MemoryCopy(from.Address, (void*)to, length * sizeof(T), length * sizeof(T));
            });
        }
    }

    public static void Set(AcceleratorStream stream, in ArrayView<byte> target, byte value)
    {
        Check(stream, target);
        stream.RunPending();
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
        CheckThere(view);
    }

    private static void CheckThere(in ArrayView<byte> view)
    {
        if (view.Region is { IsDisposed: true } region)
        {
            throw new SimulatorException($"A copy uses {region}, which was disposed.");
        }
    }

    private static void Do(AcceleratorStream stream, bool waits, Action copy)
    {
        stream.Defer(copy);
        if (waits)
        {
            stream.RunPending();
        }
    }

    private static void CheckLength<T>(in ArrayView<byte> view, long length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, view.Length / sizeof(T));
    }
}
