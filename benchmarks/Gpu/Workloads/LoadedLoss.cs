using Gen.CrossEntropy;
using ILGPU;

namespace GpuBenchmark.Workloads;

/// <summary>A loss with its inputs and outputs on a device.</summary>
internal abstract class LoadedLoss : IDisposable
{
    /// <summary>N.</summary>
    public abstract int Rows { get; }

    /// <summary>The logits as bytes, to copy from.</summary>
    public abstract ArrayView<byte> Logits { get; }

    /// <summary>The gradient as bytes, to copy to.</summary>
    public abstract ArrayView<byte> Gradient { get; }

    /// <summary>The bytes that a pass moves at least: what it reads, once, and what it writes.</summary>
    public abstract long BytesOf(Pass pass);

    /// <summary>Calls the loss as users do. The device may still be busy when it returns.</summary>
    public abstract void Run(Pass pass);

    /// <summary>Compares every pass with the CPU's kernels and with the other passes.</summary>
    /// <param name="copy">Copies the logits over the gradient, which a call must replace.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public abstract string? Check(CopyLimit copy);

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed unsafe class LoadedLoss<TLoss, T, TElement> : LoadedLoss
    where TLoss : IUnreducedLoss<T, float, int>
    where T : unmanaged
    where TElement : IElement<T>
{
    private readonly TensorBuffer<T> hostLogits;
    private readonly int[] hostTargets;
    private readonly IlgpuBuffer<T> x, dx;
    private readonly TensorBuffer<int> t;
    private readonly TensorBuffer<float> u, l;

    public LoadedLoss(IlgpuDevice device, int rows)
    {
        (Rows, int classes) = (rows, TLoss.ClassCount);
        hostLogits = Device.Cpu.Allocate<T>(rows, classes);
        Inputs.Logits<T, TElement>(hostLogits.Span);
        hostTargets = Inputs.Targets(rows, classes);
        x = (IlgpuBuffer<T>)device.Allocate<T>(rows, classes);
        dx = (IlgpuBuffer<T>)device.Allocate<T>(rows, classes);
        t = device.Allocate<int>(rows);
        u = device.Allocate<float>(rows);
        l = device.Allocate<float>(rows);
        x.CopyFrom(hostLogits.Span);
        t.CopyFrom(hostTargets);
        float[] ones = new float[rows];
        Array.Fill(ones, 1);
        u.CopyFrom(ones);
    }

    public override int Rows { get; }

    public override ArrayView<byte> Logits => x.View.Cast<byte>();

    public override ArrayView<byte> Gradient => dx.View.Cast<byte>();

    public override long BytesOf(Pass pass)
    {
        long logits = (long)x.Length * sizeof(T), row = (long)Rows * sizeof(float);
        return pass switch
        {
            // The targets and the losses; the targets and the upstream gradients; all three.
            Pass.Forward => logits + (2 * row),
            Pass.Backward => (2 * logits) + (2 * row),
            _ => (2 * logits) + (3 * row),
        };
    }

    public override void Run(Pass pass)
    {
        switch (pass)
        {
            case Pass.Forward:
                TLoss.Forward(x, t, l);
                break;
            case Pass.Backward:
                TLoss.Backward(x, t, u, dx);
                break;
            default:
                TLoss.ForwardBackward(x, t, u, l, dx);
                break;
        }
    }

    public override string? Check(CopyLimit copy)
    {
        Run(Pass.ForwardBackward);
        (float[] losses, T[] gradient) = (Read(l), Read(dx));
        string? wrong = RowCheck.Compare<TLoss, T, TElement>(hostLogits, hostTargets, losses, gradient);
        if (wrong is not null)
        {
            return wrong;
        }

        Forget();
        Run(Pass.Forward);
        if (!Same<float>(losses, Read(l)))
        {
            return "forward gives other losses than the fused pass";
        }

        // The kernel leaves up to 15 bytes: those of the gradient as it was.
        copy.ByKernel();
        T[] copied = Read(dx);
        int count = (int)(copy.Bytes / sizeof(T));
        if (!Same<T>(hostLogits.Span[..count], copied.AsSpan(0, count)))
        {
            return "the kernel that copies does not copy";
        }

        Run(Pass.Backward);
        if (!Same<T>(gradient, Read(dx)))
        {
            return "backward gives another gradient than the fused pass";
        }

        Forget();
        copy.ByDriver();
        TLoss.ForwardBackward(dx, t, u, l, dx);
        return !Same<float>(losses, Read(l)) || !Same<T>(gradient, Read(dx)) ? "the fused pass in place differs from the one with a gradient of its own" : null;
    }

    public override void Dispose()
    {
        hostLogits.Dispose();
        x.Dispose();
        dx.Dispose();
        t.Dispose();
        u.Dispose();
        l.Dispose();
    }

    private void Forget() => l.CopyFrom(new float[Rows]);

    private static TElementType[] Read<TElementType>(TensorBuffer<TElementType> buffer)
        where TElementType : unmanaged
    {
        TElementType[] values = GC.AllocateUninitializedArray<TElementType>((int)buffer.Length);
        buffer.CopyTo(values);
        return values;
    }

    private static bool Same<TElementType>(ReadOnlySpan<TElementType> a, ReadOnlySpan<TElementType> b)
        where TElementType : unmanaged => Pieces(a).SequenceEqual(Pieces(b));

    // Of two bytes: an array of floats can have more bytes than a span.
    private static ReadOnlySpan<ushort> Pieces<TElementType>(ReadOnlySpan<TElementType> values)
        where TElementType : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<TElementType, ushort>(values);
}
