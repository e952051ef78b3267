using Gen.CrossEntropy;
using GpuBenchmark.Workloads;

namespace GpuBenchmark.Losses;

/// <summary>Every declared loss of this program.</summary>
internal static class LossTable
{
    /// <summary>By class count, and of one class count the 16-bit types first.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new Workload<BFloat16x10, BFloat16, BFloat16Element>(),
        new Workload<Float16x10, Half, HalfElement>(),
        new Workload<Float32x10, float, SingleElement>(),
#if ILGPU
        new Workload<BFloat16x32, BFloat16, BFloat16Element>(),
        new Workload<BFloat16x100, BFloat16, BFloat16Element>(),
        new Workload<Float32x100, float, SingleElement>(),
        new Workload<BFloat16x256, BFloat16, BFloat16Element>(),
        new Workload<BFloat16x1000, BFloat16, BFloat16Element>(),
        new Workload<Float16x1000, Half, HalfElement>(),
        new Workload<Float32x1000, float, SingleElement>(),
        new Workload<BFloat16x1024, BFloat16, BFloat16Element>(),
        new Workload<BFloat16x4096, BFloat16, BFloat16Element>(),
        new Workload<Float32x4096, float, SingleElement>(),
        new Workload<BFloat16x16384, BFloat16, BFloat16Element>(),
        new Workload<Float32x16384, float, SingleElement>(),
        new Workload<BFloat16x50257, BFloat16, BFloat16Element>(),
        new Workload<Float16x50257, Half, HalfElement>(),
        new Workload<Float32x50257, float, SingleElement>(),
        new Workload<BFloat16x65536, BFloat16, BFloat16Element>(),
        new Workload<BFloat16x131072, BFloat16, BFloat16Element>(),
        new Workload<Float32x131072, float, SingleElement>(),
        new Workload<BFloat16x262144, BFloat16, BFloat16Element>(),
        new Workload<Float32x262144, float, SingleElement>(),
#endif
    ];

    /// <summary>What shows most in the least time.</summary>
    public static IEnumerable<Workload> Quick => All.Where(workload => workload.Classes is 10 or 100 or 1000 or 4096 or 50257 or 131072 && workload.Dtype != "f16");

    /// <summary>The loss of ten classes in the type of another.</summary>
    public static Workload TenClassesOf(Workload other) => All.Single(workload => workload.Classes == 10 && workload.Dtype == other.Dtype);
}
