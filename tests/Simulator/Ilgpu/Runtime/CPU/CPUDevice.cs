namespace ILGPU.Runtime.CPU;

/// <summary>The device that passes for ILGPU's CPU accelerator: with shuffles.</summary>
public sealed class CPUDevice : Device
{
    /// <param name="numThreadsPerWarp">The number of lanes of a warp: 32, as the simulator has it.</param>
    /// <param name="numWarpsPerMultiprocessor">The most warps of a group: a power of two up to 32.</param>
    /// <param name="numMultiprocessors">The number of multiprocessors.</param>
    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
        : base(AcceleratorType.CPU, "Simulator", numThreadsPerWarp, numThreadsPerWarp * numWarpsPerMultiprocessor, numMultiprocessors)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numThreadsPerWarp, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numWarpsPerMultiprocessor, 32);
        ArgumentOutOfRangeException.ThrowIfNotEqual(numWarpsPerMultiprocessor & (numWarpsPerMultiprocessor - 1), 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
    }
}
