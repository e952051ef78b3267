namespace Gen.CrossEntropy.Threading;

/// <summary>The first of the indices that threads offer, whichever comes first.</summary>
internal struct FirstIndex()
{
    private long index = long.MaxValue;

    /// <summary>Whether there is one.</summary>
    public readonly bool Any => index != long.MaxValue;

    /// <summary>The first index.</summary>
    public readonly nint Index => (nint)index;

    /// <summary>An index; by any thread.</summary>
    public void Offer(nint offered)
    {
        long known = Volatile.Read(ref index);
        while (offered < known)
        {
            long seen = Interlocked.CompareExchange(ref index, offered, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }
}
