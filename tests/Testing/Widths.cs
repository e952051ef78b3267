namespace Gen.CrossEntropy.Testing;

/// <summary>The vector widths that this process can run, one at a time: the width is a setting of the process.</summary>
public static class Widths
{
    /// <summary>Narrowest first.</summary>
    public static IReadOnlyList<VectorWidth> Supported => CpuDevice.SupportedWidths;

    /// <summary>The switches of the .NET runtime that take vectors away, and the widest vectors that each leaves.</summary>
    public static IReadOnlyDictionary<string, VectorWidth> Switches { get; } = new Dictionary<string, VectorWidth>(StringComparer.Ordinal)
    {
        ["DOTNET_EnableAVX512"] = VectorWidth.Vector256,
        ["DOTNET_EnableAVX2"] = VectorWidth.Vector128,
        ["DOTNET_EnableHWIntrinsic"] = VectorWidth.Scalar,
    };

    /// <summary>Whether one of the switches is on.</summary>
    public static bool Switched => Switches.Keys.Any(name => Environment.GetEnvironmentVariable(name) == "0");

    /// <summary>The widths that tests run: all supported ones; under a switch only the widest, since the narrower ones run the same code as without it.</summary>
    public static IReadOnlyList<VectorWidth> Tested => Switched ? [Supported[^1]] : Supported;

    /// <summary>The widest: for tests whose matter is not the width, and which a run under each switch takes to the others.</summary>
    public static VectorWidth Widest => Supported[^1];

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
