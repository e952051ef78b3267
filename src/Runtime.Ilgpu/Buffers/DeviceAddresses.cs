namespace Gen.CrossEntropy;

/// <summary>
/// An address space in which each buffer of a device has a place of its own, for the checks that compare places: what is written must lie apart from what is read. Nothing is ever read at these addresses;
/// and the devices' own would not do, since those of OpenCL are handles.
/// </summary>
internal static class DeviceAddresses
{
    private const long Alignment = 256;

    private static long next = Alignment;

    /// <summary>A place for so many bytes that no other buffer has, or will have.</summary>
    public static nint Take(long bytes)
    {
        long length = (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment;
        return (nint)(Interlocked.Add(ref next, length) - length);
    }
}
