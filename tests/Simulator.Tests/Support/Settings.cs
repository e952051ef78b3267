namespace Gen.CrossEntropy.Simulator.Tests.Support;

/// <summary>Puts settings back that a test changes.</summary>
internal sealed class Settings : IDisposable
{
    private readonly int seed = SimulatorSettings.Seed;
    private readonly bool shufflesOrderMemory = SimulatorSettings.ShufflesOrderMemory;
    private readonly bool hasShuffles = SimulatorSettings.HasShuffles;
    private readonly SimulatedDevices devices = SimulatorSettings.Devices;

    public void Dispose()
    {
        SimulatorSettings.Seed = seed;
        SimulatorSettings.ShufflesOrderMemory = shufflesOrderMemory;
        SimulatorSettings.HasShuffles = hasShuffles;
        SimulatorSettings.Devices = devices;
    }
}
