using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Threading;

/// <summary>Consecutive pieces of a call, mostly run by one thread, which claims one after the other. Threads that have none left claim here too.</summary>
/// <remarks>Two cache lines long, which processors fetch together: claims from different shares do not meet.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct Share
{
    [FieldOffset(0)]
    private long next;

    [FieldOffset(8)]
    private long end;

    /// <summary>Fills the share, before any thread sees it.</summary>
    public void Open(long first, long end)
    {
        next = first;
        this.end = end;
    }

    /// <summary>The next piece that nobody has; false if there is none.</summary>
    public bool TryClaim(out long piece)
    {
        // Read first: a share that is empty is looked at by every thread.
        piece = Volatile.Read(ref next);
        if (piece < end)
        {
            piece = Interlocked.Increment(ref next) - 1;
        }

        return piece < end;
    }

    /// <summary>From now on nothing can be claimed.</summary>
    public void Close() => Interlocked.Exchange(ref next, long.MaxValue / 2);
}
