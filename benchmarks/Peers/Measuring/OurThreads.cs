namespace Peers.Measuring;

/// <summary>The threads that this library uses.</summary>
internal static class OurThreads
{
    /// <summary>Asks for a number of threads and returns the number in use.</summary>
    public static int Set(int threads) => Math.Min(threads, 1);
}
