namespace Gen.CrossEntropy.Simulator;

/// <summary>What a test may vary. Settings belong to the flow of control that sets them, so that tests that run side by side do not disturb each other.</summary>
public static class SimulatorSettings
{
    private static readonly AsyncLocal<int> CurrentSeed = new();
    private static readonly AsyncLocal<bool> ShufflesDoNotOrder = new();
    private static readonly AsyncLocal<bool> NoShuffles = new();
    private static readonly AsyncLocal<SimulatedDevices?> CurrentDevices = new();

    /// <summary>The devices that contexts find from now on: one that passes for ILGPU's CPU accelerator, unless set.</summary>
    public static SimulatedDevices Devices
    {
        get => CurrentDevices.Value ?? SimulatedDevices.Cpu;
        set => CurrentDevices.Value = value;
    }

    /// <summary>
    /// The order in which the groups of a launch run, and the lanes of a group between two barriers: 0, the default, is ascending; any other number is a permutation of its own. Results that depend on it
    /// depend on an order that no device promises.
    /// </summary>
    public static int Seed
    {
        get => CurrentSeed.Value;
        set => CurrentSeed.Value = value;
    }

    /// <summary>
    /// Whether a shuffle orders the memory accesses of its warp, as a barrier of the warp does. True unless set. CUDA promises that only of the barrier: false finds the kernels that rely on more.
    /// </summary>
    public static bool ShufflesOrderMemory
    {
        get => !ShufflesDoNotOrder.Value;
        set => ShufflesDoNotOrder.Value = !value;
    }

    /// <summary>Whether devices that have warps let kernels use them. True unless set; if false, launches are as on OpenCL: all that <c>Warp</c> offers is refused.</summary>
    public static bool HasShuffles
    {
        get => !NoShuffles.Value;
        set => NoShuffles.Value = !value;
    }
}
