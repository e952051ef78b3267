using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gen.CrossEntropy;

namespace Peers.Cases;

/// <summary>The tensors of a case, in native memory, and where their bytes lie.</summary>
internal abstract unsafe class Inputs : IDisposable
{
    /// <summary>The logits' first byte; 64-byte aligned, as all buffers are.</summary>
    public byte* LogitBytes { get; protected init; }

    /// <summary>The gradient's first byte.</summary>
    public byte* GradientBytes { get; protected init; }

    /// <summary>The size of the logits, and of the gradient.</summary>
    public nint Bytes { get; protected init; }

    /// <summary>The first byte of what a call reads beside the logits: class indices or probabilities.</summary>
    public byte* TargetBytes { get; protected init; }

    public nint TargetSize { get; protected init; }

    /// <summary>The same logits and gradient, with no target ignored: what the plain loss is given. The same object where none is.</summary>
    public abstract Inputs Plain { get; }

    /// <summary>An element of the gradient.</summary>
    public abstract double GradientAt(nint index);

    /// <summary>Writes each tensor as a file of its bytes, which another process reads.</summary>
    public abstract void Save(string folder);

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed unsafe class Inputs<T> : Inputs
    where T : unmanaged
{
    public const long IgnoredTarget = -100;

    private readonly Inputs<T>? plain;

    public Inputs(Case workload)
    {
        Logits = Device.Cpu.Allocate<T>((nint)workload.Elements);
        Gradient = Device.Cpu.Allocate<T>((nint)workload.Elements);
        Numbers.Fill(Logits.Span);
        Random random = new(Numbers.Seed);
        if (!workload.Loss.IsElementwise)
        {
            Targets = Device.Cpu.Allocate<long>((nint)workload.Rows);
            foreach (ref long target in Targets.Span)
            {
                target = random.Next(workload.Loss.ClassCount);
            }
        }

        if (workload.Loss.HasProbabilities)
        {
            Probabilities = Device.Cpu.Allocate<T>((nint)workload.Elements);
            Numbers.FillProbabilities(Probabilities.Span, workload.Loss.IsElementwise ? 1 : workload.Loss.ClassCount);
        }

        if (workload.Loss.IsUnreduced)
        {
            Losses = Device.Cpu.Allocate<float>((nint)workload.Rows);
            Upstream = Device.Cpu.Allocate<float>((nint)workload.Rows);
            Upstream.Span.Fill(1);
        }

        LogitBytes = Address(Logits);
        GradientBytes = Address(Gradient);
        Bytes = Logits.Length * sizeof(T);
        TargetBytes = Probabilities is { } q ? Address(q) : Address(Targets!);
        TargetSize = Probabilities is null ? Targets!.Length * sizeof(long) : Bytes;
        if (workload.IgnoredShare > 0)
        {
            plain = new(this, Targets!);
            Targets = Device.Cpu.Allocate<long>((nint)workload.Rows);
            for (int i = 0; i < Targets.Length; i++)
            {
                Targets.Span[i] = random.NextDouble() < workload.IgnoredShare ? IgnoredTarget : plain.Targets!.Span[i];
            }
        }
    }

    private Inputs(Inputs<T> other, TensorBuffer<long> targets)
    {
        // Where the bytes lie is asked of the other one.
        (Logits, Gradient, Targets) = (other.Logits, other.Gradient, targets);
    }

    public TensorBuffer<T> Logits { get; }

    public TensorBuffer<T> Gradient { get; }

    /// <summary>Class indices; none for losses of elements.</summary>
    public TensorBuffer<long>? Targets { get; }

    public TensorBuffer<T>? Probabilities { get; }

    /// <summary>Where losses that are not reduced go.</summary>
    public TensorBuffer<float>? Losses { get; }

    /// <summary>The gradients of losses that are not reduced.</summary>
    public TensorBuffer<float>? Upstream { get; }

    public override Inputs Plain => plain ?? this;

    public override double GradientAt(nint index) => Number.ToDouble(Gradient.Span[(int)index]);

    public override void Save(string folder)
    {
        Save(Path.Combine(folder, "x.bin"), Logits);
        Save(Path.Combine(folder, "t.bin"), Targets);
        Save(Path.Combine(folder, "q.bin"), Probabilities);
    }

    public override void Dispose()
    {
        Logits.Dispose();
        Gradient.Dispose();
        Targets?.Dispose();
        plain?.Targets?.Dispose();
        Probabilities?.Dispose();
        Losses?.Dispose();
        Upstream?.Dispose();
    }

    private static byte* Address<TElement>(TensorBuffer<TElement> buffer)
        where TElement : unmanaged => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span));

    private static void Save<TElement>(string path, TensorBuffer<TElement>? buffer)
        where TElement : unmanaged
    {
        if (buffer is not null)
        {
            using FileStream file = File.Create(path);
            for (nint done = 0; done < buffer.Length;)
            {
                nint count = nint.Min(buffer.Length - done, 1 << 24);
                file.Write(MemoryMarshal.AsBytes(buffer.Rows(done, count)));
                done += count;
            }
        }
    }
}
