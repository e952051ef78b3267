namespace Gen.CrossEntropy;

/// <summary>Which of its flavours a device runs of each kernel. They differ in how threads exchange values, and in what has an instruction.</summary>
public enum KernelFlavour
{
    /// <summary>Threads meet in shared memory alone: OpenCL.</summary>
    SharedMemory,

    /// <summary>Threads of a warp of 32 read each other's registers: NVIDIA's cards below compute capability 8.0, and emulated devices.</summary>
    Shuffles,

    /// <summary>The same with instructions that NVIDIA's cards have from Ampere on, compute capability 8.0: for elements of 16 bits, and for powers of two.</summary>
    Ampere,
}
