namespace ILGPU.Runtime;

/// <summary>What an accelerator is.</summary>
public enum AcceleratorType
{
    /// <summary>The host's processor.</summary>
    CPU,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>Something that OpenCL reaches.</summary>
    OpenCL,
}
