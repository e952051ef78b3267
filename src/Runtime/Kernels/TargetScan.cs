using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What the targets of a call must be: classes, or ignored.</summary>
/// <remarks>Compared as unsigned numbers, where what is negative is larger than every class.</remarks>
internal readonly unsafe struct TargetScan<TTarget>
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    /// <summary>Vectors between two looks at the counts: few enough that 8-bit lanes cannot overflow.</summary>
    private const int VectorsPerStretch = 128;

    /// <summary>The largest class. Saturated: with more classes than the type has values, its last value is a class too.</summary>
    private readonly TTarget last;

    private readonly bool ignoredIsClass;

    public TargetScan(int classCount, long ignoreIndex)
    {
        Ignore = new IgnoreIndex<TTarget>(ignoreIndex);
        last = TTarget.CreateSaturating(classCount - 1);
        ignoredIsClass = Ignore.CanMatch && ignoreIndex >= 0 && ignoreIndex < classCount;
    }

    /// <summary>What marks a sample as ignored.</summary>
    public IgnoreIndex<TTarget> Ignore { get; }

    /// <summary>How many targets are ignored; -1 if one is neither a class nor ignored.</summary>
    public nint CountIgnored(TTarget* targets, nint count) => sizeof(TTarget) switch
    {
        8 => CountBits((ulong*)targets, count),
        4 => CountBits((uint*)targets, count),
        2 => CountBits((ushort*)targets, count),
        1 => CountBits((byte*)targets, count),
        _ => throw new NotSupportedException($"Expected class indices of 8, 16, 32 or 64 bits, got {typeof(TTarget)}."),
    };

    /// <summary>The first target that is neither a class nor ignored; <paramref name="count"/> if there is none.</summary>
    public nint FindRefused(TTarget* targets, nint count)
    {
        nint row = 0;
        while (row < count && ((targets[row] >= TTarget.Zero && targets[row] <= last) || Ignore.Matches(targets[row])))
        {
            row++;
        }

        return row;
    }

    /// <summary>Not inlined, as all loops here and beside: in a method of many variables the compiler keeps sums on the stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private nint CountBits<TBits>(TBits* targets, nint count)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        TBits most = TBits.CreateTruncating(last);
        TBits ignored = TBits.CreateTruncating(Ignore.Value);
        nint classes = 0, matches = 0, row = 0;
        bool allClasses = !ignoredIsClass;
        if (Vector.IsHardwareAccelerated)
        {
            nint lanes = Vector<TBits>.Count;
            while (count - row >= lanes)
            {
                nint vectors = nint.Min((count - row) / lanes, VectorsPerStretch);
                allClasses = allClasses && Vector.LessThanOrEqualAll(Largest(targets + row, vectors), new Vector<TBits>(most));
                if (allClasses)
                {
                    classes += vectors * lanes;
                }
                else
                {
                    // From the first stretch with a target that is no class: mostly there are more.
                    Vector<TBits> classCounts = Vector<TBits>.Zero;
                    Vector<TBits> matchCounts = Vector<TBits>.Zero;
                    for (nint i = 0; i < vectors; i++)
                    {
                        // A hit is all ones, which is -1.
                        Vector<TBits> target = Vector.Load(targets + row + (i * lanes));
                        classCounts -= Vector.LessThanOrEqual(target, new Vector<TBits>(most));
                        matchCounts -= Vector.Equals(target, new Vector<TBits>(ignored));
                    }

                    classes += Sum(classCounts);
                    matches += Sum(matchCounts);
                }

                row += vectors * lanes;
            }
        }

        for (; row < count; row++)
        {
            classes += targets[row] <= most ? 1 : 0;
            matches += targets[row] == ignored ? 1 : 0;
        }

        matches = Ignore.CanMatch ? matches : 0;
        return classes + (ignoredIsClass ? 0 : matches) == count ? matches : -1;
    }

    /// <summary>The largest of each lane. Four at a time, since each maximum waits for the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<TBits> Largest<TBits>(TBits* targets, nint vectors)
        where TBits : unmanaged
    {
        nint lanes = Vector<TBits>.Count;
        Vector<TBits> m0 = Vector<TBits>.Zero, m1 = m0, m2 = m0, m3 = m0;
        nint i = 0;
        for (; i + 4 <= vectors; i += 4, targets += 4 * lanes)
        {
            m0 = Vector.Max(m0, Vector.Load(targets));
            m1 = Vector.Max(m1, Vector.Load(targets + lanes));
            m2 = Vector.Max(m2, Vector.Load(targets + (2 * lanes)));
            m3 = Vector.Max(m3, Vector.Load(targets + (3 * lanes)));
        }

        for (; i < vectors; i++, targets += lanes)
        {
            m0 = Vector.Max(m0, Vector.Load(targets));
        }

        return Vector.Max(Vector.Max(m0, m1), Vector.Max(m2, m3));
    }

    /// <summary>The sum of all lanes, for which 16 bits suffice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Sum<TBits>(Vector<TBits> counts)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        if (sizeof(TBits) > 1)
        {
            return nint.CreateTruncating(Vector.Sum(counts));
        }

        Vector.Widen(Vector.AsVectorByte(counts), out Vector<ushort> low, out Vector<ushort> high);
        return Vector.Sum(low + high);
    }
}
