using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gen.CrossEntropy;

namespace Kernels;

/// <summary>Calls of one loss on about 32,000 logits, which fit in the caches, at each vector width that the machine has.</summary>
[MemoryDiagnoser]
[Config(typeof(Config))]
public class KernelBenchmarks
{
    private const int Logits = 32_768;

    private delegate float ForwardCall(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, int positions = 1, double? divisor = null);

    private delegate float ForwardBackwardCall(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> gradient, float upstream = 1, int positions = 1, double? divisor = null);

    private ForwardCall _forward = null!;
    private ForwardBackwardCall _forwardBackward = null!;
    private float[] _logits = [];
    private float[] _gradient = [];
    private int[] _targets = [];

    /// <summary>The machine's widths.</summary>
    public static IEnumerable<VectorWidth> Widths => CpuDevice.SupportedWidths;

    /// <summary>C.</summary>
    [Params(10, 100, 1000)]
    public int ClassCount { get; set; }

    /// <summary>Of the kernels.</summary>
    [ParamsSource(nameof(Widths))]
    public VectorWidth Width { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (_forward, _forwardBackward) = ClassCount switch
        {
            10 => ((ForwardCall)TenClasses.Forward, (ForwardBackwardCall)TenClasses.ForwardBackward),
            100 => (HundredClasses.Forward, HundredClasses.ForwardBackward),
            _ => (ThousandClasses.Forward, ThousandClasses.ForwardBackward),
        };
        Random random = new(1);
        int rows = Logits / ClassCount;
        _logits = [.. Enumerable.Range(0, rows * ClassCount).Select(_ => (random.NextSingle() * 8) - 4)];
        _gradient = new float[_logits.Length];
        _targets = [.. Enumerable.Range(0, rows).Select(_ => random.Next(ClassCount))];
        CpuDevice.Instance.VectorWidth = Width;
        CpuDevice.Instance.Threads = 1;
    }

    [Benchmark]
    public float Forward() => _forward(_logits, _targets);

    [Benchmark]
    public float ForwardBackward() => _forwardBackward(_logits, _targets, _gradient);

    private sealed class Config : ManualConfig
    {
        // In process: a generated benchmark project would not find central package versions.
        public Config() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
