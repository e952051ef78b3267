namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>Extents of a shape.</summary>
internal static class Extents
{
    /// <summary>How many elements they make; 1 for none.</summary>
    public static int Product(ReadOnlySpan<nint> extents)
    {
        int product = 1;
        foreach (nint extent in extents)
        {
            product = checked(product * (int)extent);
        }

        return product;
    }
}
