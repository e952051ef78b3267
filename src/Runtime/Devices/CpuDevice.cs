using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy;

/// <summary>The host's processor: its buffers are 64-byte aligned native memory of the process.</summary>
public sealed class CpuDevice : Device
{
    private static readonly VectorWidth[] Widths = FindWidths();

    private volatile VectorWidth vectorWidth = Widths[^1];
    private volatile int threads = Environment.ProcessorCount;

    private CpuDevice()
    {
    }

    /// <summary>The one CPU device.</summary>
    public static CpuDevice Instance { get; } = new();

    /// <summary>The vector widths that this machine can run, narrowest first. <see cref="CrossEntropy.VectorWidth.Scalar"/> is always one of them.</summary>
    public static IReadOnlyList<VectorWidth> SupportedWidths { get; } = Array.AsReadOnly(Widths);

    /// <summary>
    /// The vector width of the kernels that calls run from now on, on all threads. The widest supported one unless set; lower it to compare or to debug. Results of different widths
    /// differ by rounding.
    /// </summary>
    /// <exception cref="ArgumentException">Set to a width that is not among <see cref="SupportedWidths"/>.</exception>
    public VectorWidth VectorWidth
    {
        get => vectorWidth;
        set
        {
            if (Array.IndexOf(Widths, value) < 0)
            {
                throw new ArgumentException($"value: expected one of the widths this machine supports ({string.Join(", ", Widths)}), got {value}.", nameof(value));
            }

            vectorWidth = value;
        }
    }

    /// <summary>
    /// The most threads that a call runs on from now on, its caller's included: 1 or more. The number of processors unless set. Results do not depend on it, to the bit.
    /// </summary>
    /// <remarks>
    /// A call that is too small to gain from more threads stays on its caller's, and so does one that comes while another is split. The threads beside the callers' belong to the process, start when a call first
    /// needs them, and sleep between calls that are not close together; none starts where this is 1.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }

    /// <inheritdoc/>
    public override string Name => "CPU";

    /// <inheritdoc/>
    public override DeviceKind Kind => DeviceKind.Cpu;

    /// <inheritdoc/>
    public override TensorBuffer<T> Allocate<T>(params nint[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new HostBuffer<T>(this, shape);
    }

    /// <summary>Does nothing: the processor stays.</summary>
    /// <param name="disposing">Not used.</param>
    protected override void Dispose(bool disposing)
    {
    }

    private static VectorWidth[] FindWidths()
    {
        List<VectorWidth> widths = [VectorWidth.Scalar];
        if (Vector128.IsHardwareAccelerated)
        {
            widths.Add(VectorWidth.Vector128);
        }

        if (Avx2.IsSupported && Fma.IsSupported)
        {
            widths.Add(VectorWidth.Vector256);
        }

        if (Avx512F.IsSupported && Avx512DQ.IsSupported)
        {
            widths.Add(VectorWidth.Vector512);
        }

        return [.. widths];
    }
}
