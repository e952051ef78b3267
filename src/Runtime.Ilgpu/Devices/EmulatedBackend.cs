using ILGPU;
using ILGPU.Runtime.CPU;

namespace Gen.CrossEntropy;

/// <summary>The host's processor in the part of a GPU, with warps as NVIDIA's have.</summary>
/// <param name="warps">The most warps of a group: a power of two. Each has 32 threads of the operating system.</param>
internal sealed class EmulatedBackend(int warps) : Backend
{
    /// <summary>The threads of a warp.</summary>
    public const int WarpThreads = 32;

    public override DeviceKind Kind => DeviceKind.Emulated;

    public override string? WhyNot(ILGPU.Runtime.Device device) => null;

    public override bool IsGpu(ILGPU.Runtime.Device device) => false;

    public override KernelFlavour FlavourOf(ILGPU.Runtime.Device device) => KernelFlavour.Shuffles;

    public override string? WhyNone() => null;

    protected override void AddDevices(Context.Builder builder) => builder.CPU(new CPUDevice(WarpThreads, warps, 1));
}
