namespace ILGPU.Runtime.CPU;

/// <summary>What a CPU accelerator imitates. The simulator always has NVIDIA's sizes.</summary>
public enum CPUDeviceKind
{
    /// <summary>Nothing that exists.</summary>
    Default,

    /// <summary>NVIDIA's GPUs.</summary>
    Nvidia,

    /// <summary>AMD's GPUs.</summary>
    AMD,

    /// <summary>AMD's older GPUs.</summary>
    LegacyAMD,

    /// <summary>Intel's GPUs.</summary>
    Intel,
}
