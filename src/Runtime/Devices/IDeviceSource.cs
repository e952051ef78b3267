namespace Gen.CrossEntropy;

/// <summary>Where devices of a kind come from: what an assembly that adds one gives to <see cref="Device.Register"/>.</summary>
public interface IDeviceSource
{
    /// <summary>New devices, one for each that the machine has, the ones to be preferred first; none of them holds anything before it is used.</summary>
    /// <returns>The devices; whoever asked disposes them. Empty where the machine has none.</returns>
    IReadOnlyList<Device> OpenAll();

    /// <summary>A new device: the one on which losses run fastest, if that is likely to be faster than the CPU.</summary>
    /// <returns>The device; whoever asked disposes it. Null where the machine has none that is worth it.</returns>
    Device? OpenBest();
}
