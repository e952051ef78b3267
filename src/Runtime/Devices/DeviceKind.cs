namespace Gen.CrossEntropy;

/// <summary>What a device is.</summary>
public enum DeviceKind
{
    /// <summary>The host's processor: its buffers are host memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU, through CUDA.</summary>
    Cuda = 1,

    /// <summary>A GPU or another accelerator, through OpenCL.</summary>
    OpenCL = 2,

    /// <summary>The host's processor in the part of a GPU, far slower than <see cref="Cpu"/>: to test and to debug kernels.</summary>
    Emulated = 3,
}
