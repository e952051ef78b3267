using System.Runtime.InteropServices;

namespace Gen.CrossEntropy;

/// <summary>
/// What the copies work on that were begun since the host last waited for the device: kept from being freed and from being collected until then, whatever its owners do. Whoever uses it holds the engine's gate.
/// </summary>
internal sealed class PendingCopies(Engine engine)
{
    /// <summary>So many copies are remembered; the next one waits.</summary>
    private const int Most = 256;

    private readonly List<Pending> copies = new(capacity: 16);

    /// <summary>How many have begun since the host last waited.</summary>
    public int Count => copies.Count;

    /// <summary>Keeps what a copy works on that begins now.</summary>
    /// <param name="host">The host's memory, if some takes part.</param>
    /// <param name="one">A buffer.</param>
    /// <param name="other">The other one.</param>
    /// <exception cref="ObjectDisposedException">The host's memory was freed.</exception>
    public void Add(SafeHandle? host, object one, object other)
    {
        if (copies.Count == Most)
        {
            engine.Stream.Synchronize();
            HaveEnded();
        }

        bool isHeld = false;
        host?.DangerousAddRef(ref isHeld);
        copies.Add(new Pending(host, one, other));
    }

    /// <summary>The host has waited for the device: all have ended.</summary>
    public void HaveEnded()
    {
        foreach (Pending copy in copies)
        {
            copy.Host?.DangerousRelease();
        }

        copies.Clear();
    }

    private readonly record struct Pending(SafeHandle? Host, object One, object Other);
}
