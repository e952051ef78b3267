using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy;

/// <summary>NVIDIA's cards.</summary>
internal sealed class CudaBackend : Backend
{
    public override DeviceKind Kind => DeviceKind.Cuda;

    public override string? WhyNot(ILGPU.Runtime.Device device) => null;

    public override bool IsGpu(ILGPU.Runtime.Device device) => true;

    public override KernelFlavour FlavourOf(ILGPU.Runtime.Device device) => FlavourOf((device as CudaDevice)?.Architecture);

    /// <summary>The flavour of kernels that cards of a generation run.</summary>
    internal static KernelFlavour FlavourOf(CudaArchitecture? architecture) => architecture >= CudaArchitecture.SM_80 ? KernelFlavour.Ampere : KernelFlavour.Shuffles;

    public override string? WhyNone() => NativeLibraries.WhyNoCuda();

    protected override void AddDevices(Context.Builder builder) => builder.Cuda();
}
