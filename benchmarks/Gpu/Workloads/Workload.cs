using Gen.CrossEntropy;

namespace GpuBenchmark.Workloads;

/// <summary>A declared loss, to be measured on [N, C].</summary>
internal abstract class Workload
{
    /// <summary>C.</summary>
    public abstract int Classes { get; }

    /// <summary>f32, f16 or bf16.</summary>
    public abstract string Dtype { get; }

    /// <summary>How many rows so many bytes hold, at least one.</summary>
    public abstract int RowsOf(double bytes);

    /// <summary>Puts inputs on a device.</summary>
    public abstract LoadedLoss Load(IlgpuDevice device, int rows);
}

/// <inheritdoc/>
internal sealed unsafe class Workload<TLoss, T, TElement> : Workload
    where TLoss : IUnreducedLoss<T, float, int>
    where T : unmanaged
    where TElement : IElement<T>
{
    public override int Classes => TLoss.ClassCount;

    public override string Dtype => TElement.Name;

    // What a span holds is what can be copied at once.
    public override int RowsOf(double bytes) => (int)Math.Max(1, Math.Min(bytes / sizeof(T), int.MaxValue / 2) / Classes);

    public override LoadedLoss Load(IlgpuDevice device, int rows) => new LoadedLoss<TLoss, T, TElement>(device, rows);
}
