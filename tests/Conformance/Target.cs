using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;

namespace Gen.CrossEntropy.Conformance;

/// <summary>Where cases run, and how losses are compiled and called for it.</summary>
internal sealed class Target : IDisposable
{
    private readonly Func<IlgpuDevice>? open;
    private IlgpuDevice? gpu;

    private Target(VectorWidth width, Func<IlgpuDevice>? open)
    {
        Width = width;
        this.open = open;
        gpu = open?.Invoke();
    }

    /// <summary>The vectors of the CPU's kernels.</summary>
    public VectorWidth Width { get; }

    /// <summary>The device of the buffers; null for the CPU.</summary>
    public Device? Device => gpu;

    /// <summary>The device that the command line asks for.</summary>
    /// <exception cref="UsageException">The machine does not have it.</exception>
    public static Target Open(Options options) => new(options.Width ?? Widths.Supported[^1], options.RunsOn switch
    {
        RunsOn.Cpu => null,
        // The flavour and the groups of CUDA.
        RunsOn.Emulated => () => IlgpuDevices.Emulated(),
        RunsOn.OpenCL => () => IlgpuDevices.All().FirstOrDefault(device => device.Kind == DeviceKind.OpenCL) ?? throw new UsageException("There is no device of OpenCL."),
        RunsOn.Gpu => () => IlgpuDevices.Best() ?? throw new UsageException(IlgpuDevices.WhyNoGpu()!),
        _ => throw new NotSupportedException($"No device for {options.RunsOn}."),
    });

    /// <summary>Compiles declarations; many together are quicker than one by one.</summary>
    public IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<Declaration> declarations) =>
        gpu is null ? LossCompiler.Compile(declarations, Width) : LossCompiler.CompileForGpu(declarations);

    /// <summary>A declaration, compiled.</summary>
    public DeclaredLoss Compile(Declaration declaration) => Compile([declaration])[0];

    /// <summary>Calls a loss in every way there is.</summary>
    public LossResult Call(CompiledLoss loss, VectorCase truth, IndexType indexType) =>
        gpu is null ? VectorRun.Call(loss, truth, indexType) : VectorRun.CallOn(loss, truth, gpu, indexType);

    /// <summary>After a failure: a kernel that does not compile, or crashes, can take the device of the other cases with it.</summary>
    public void Reopen()
    {
        if (open is not null)
        {
            Dispose();
            gpu = open();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            gpu?.Dispose();
        }
#pragma warning disable CA1031 // A driver after a crash refuses even to let go.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        gpu = null;
    }

    /// <inheritdoc/>
    public override string ToString() => gpu?.ToString() ?? $"CPU, {Width}";
}
