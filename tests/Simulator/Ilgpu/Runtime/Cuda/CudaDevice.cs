namespace ILGPU.Runtime.Cuda;

/// <summary>The device that passes for an NVIDIA GPU: with shuffles.</summary>
public sealed class CudaDevice : Device
{
    internal CudaDevice()
        : base(AcceleratorType.Cuda, "Simulator (CUDA)", warpSize: 32)
    {
    }

    /// <summary>Its generation.</summary>
    public CudaArchitecture? Architecture => CudaArchitecture.SM_80;
}
