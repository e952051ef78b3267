namespace Gen.CrossEntropy.Simulator;

/// <summary>Devices of this machine, as a context is to find them.</summary>
[Flags]
public enum SimulatedDevices
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>One of type CPU, with warps of 32 lanes and shuffles.</summary>
    Cpu = 1,

    /// <summary>One of type Cuda, with warps of 32 lanes and shuffles.</summary>
    Cuda = 2,

    /// <summary>One of type OpenCL, without shuffles: all that <c>Warp</c> offers is refused.</summary>
    OpenCL = 4,
}
