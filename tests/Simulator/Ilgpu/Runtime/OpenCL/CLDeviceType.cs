namespace ILGPU.Runtime.OpenCL;

/// <summary>What a device of OpenCL is.</summary>
[Flags]
public enum CLDeviceType
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A processor.</summary>
    CL_DEVICE_TYPE_CPU = 2,

    /// <summary>A graphics card.</summary>
    CL_DEVICE_TYPE_GPU = 4,
}
