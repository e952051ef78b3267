namespace Gen.CrossEntropy.Testing;

/// <summary>The vector widths that this process can run, one at a time: the width is a setting of the process.</summary>
public static class Widths
{
    /// <summary>Narrowest first.</summary>
    public static IReadOnlyList<VectorWidth> Supported => CpuDevice.SupportedWidths;

    /// <summary>Sets the width of all CPU kernels until the result is disposed, which restores the one before.</summary>
    /// <exception cref="ArgumentException">The machine lacks the width.</exception>
    public static IDisposable Use(VectorWidth width) => new Scope(width);

    private sealed class Scope : IDisposable
    {
        private readonly VectorWidth before = CpuDevice.Instance.VectorWidth;

        public Scope(VectorWidth width) => CpuDevice.Instance.VectorWidth = width;

        public void Dispose() => CpuDevice.Instance.VectorWidth = before;
    }
}
