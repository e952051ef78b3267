namespace Gen.CrossEntropy;

/// <summary>The sources of devices that assemblies have registered, in that order. Safe on any thread.</summary>
internal static class DeviceSources
{
    private static readonly object Gate = new();

    /// <summary>Replaced as a whole, never changed: readers take no lock.</summary>
    private static volatile IDeviceSource[] all = [];

    public static IReadOnlyList<IDeviceSource> All => all;

    /// <summary>Adds a source, unless it is there.</summary>
    public static void Add(IDeviceSource source)
    {
        lock (Gate)
        {
            if (Array.IndexOf(all, source) < 0)
            {
                all = [.. all, source];
            }
        }
    }
}
