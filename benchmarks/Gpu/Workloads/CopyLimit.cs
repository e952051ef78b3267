using ILGPU;
using ILGPU.Runtime;

namespace GpuBenchmark.Workloads;

/// <summary>How fast the device copies from one place of its memory to another: by its driver, and by a kernel that reads and writes 16 bytes at a time.</summary>
internal sealed class CopyLimit
{
    private const int Threads = 256, Unroll = 4;

    private readonly ArrayView<byte> from, to;
    private readonly AcceleratorStream stream;
    private readonly Action<KernelConfig, CopyArguments> kernel;
    private readonly CopyArguments arguments;
    private readonly int groups;

    /// <param name="from">What is read: a whole buffer.</param>
    /// <param name="to">What is written, as long.</param>
    public CopyLimit(ArrayView<byte> from, ArrayView<byte> to)
    {
        (this.from, this.to) = (from, to);
        Accelerator accelerator = from.GetAccelerator();
        stream = accelerator.DefaultStream;
        kernel = accelerator.LoadStreamKernel<CopyArguments>(Kernel);
        Bytes = from.Length / 16 * 16;
        arguments = new CopyArguments { From = from.SubView(0, Bytes).Cast<Sixteen>(), To = to.SubView(0, Bytes).Cast<Sixteen>(), Count = Bytes / 16 };
        groups = (int)((arguments.Count + (Threads * Unroll) - 1) / (Threads * Unroll));
    }

    /// <summary>The bytes that a copy reads, and as many it writes. The driver's copies up to 15 more.</summary>
    public long Bytes { get; }

    /// <summary>The driver's.</summary>
    public void ByDriver() => from.CopyTo(stream, to);

    /// <summary>The kernel's.</summary>
    public void ByKernel()
    {
        if (groups > 0)
        {
            kernel(new KernelConfig(groups, Threads), arguments);
        }
    }

    private static void Kernel(CopyArguments a)
    {
        long i = ((long)Grid.IdxX * Threads * Unroll) + Group.IdxX;
        if (i + ((Unroll - 1) * Threads) < a.Count)
        {
            Sixteen first = a.From[i], second = a.From[i + Threads], third = a.From[i + (2 * Threads)], fourth = a.From[i + (3 * Threads)];
            a.To[i] = first;
            a.To[i + Threads] = second;
            a.To[i + (2 * Threads)] = third;
            a.To[i + (3 * Threads)] = fourth;
        }
        else
        {
            for (; i < a.Count; i += Threads)
            {
                a.To[i] = a.From[i];
            }
        }
    }
}

/// <summary>What the kernel of <see cref="CopyLimit"/> works on. Public: kernels are compiled into another assembly.</summary>
public struct CopyArguments
{
    /// <summary>Read.</summary>
    public ArrayView<Sixteen> From;

    /// <summary>Written.</summary>
    public ArrayView<Sixteen> To;

    /// <summary>The number of elements.</summary>
    public long Count;
}

/// <summary>What a thread reads or writes with one instruction.</summary>
public struct Sixteen
{
    /// <summary>The first four bytes.</summary>
    public uint A;

    /// <summary>The next.</summary>
    public uint B;

    /// <summary>The next.</summary>
    public uint C;

    /// <summary>The last.</summary>
    public uint D;
}
