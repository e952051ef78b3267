namespace Gen.CrossEntropy.Kernels;

/// <summary>Refuses a call that would write over what it still reads.</summary>
internal static class Overlap
{
    /// <summary>What is written may overlap nothing that is read, nor each other; legal is only what replaces exactly the memory of something that may be replaced.</summary>
    public static void Check(ReadOnlySpan<Region> written, ReadOnlySpan<Region> read)
    {
        for (int i = 0; i < written.Length; i++)
        {
            if (written[i].IsEmpty)
            {
                continue;
            }

            foreach (ref readonly Region other in read)
            {
                bool inPlace = written[i].InPlace && other.InPlace;
                if (!(inPlace && written[i].Equals(in other)))
                {
                    Refuse(in written[i], in other, inPlace ? " without being exactly the same memory" : "");
                }
            }

            foreach (ref readonly Region other in written[..i])
            {
                Refuse(in written[i], in other, "");
            }
        }
    }

    private static void Refuse(in Region written, in Region other, string how)
    {
        if (written.Overlaps(in other))
        {
            throw new ArgumentException($"{written.Argument}: expected memory apart from {other.Argument}, got memory that overlaps it{how}.", written.Argument);
        }
    }
}
