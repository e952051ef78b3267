using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Simulator;

/// <summary>A stretch of simulated memory: of a buffer, of a group or of a lane. Poisoned when it comes into being, as a device's memory holds anything.</summary>
internal sealed unsafe class Region : IDisposable
{
    /// <summary>As CUDA aligns what it allocates. Parameter views are assumed to be aligned so.</summary>
    private const int Alignment = 256;

    private const int CoarsestGranule = 4;

    private readonly byte* owned;
    private ShadowPage?[] pages = [];

    /// <param name="kind">Where the memory is.</param>
    /// <param name="elementType">The type of the elements it is made for.</param>
    /// <param name="elementSize">Their size.</param>
    /// <param name="length">Their number.</param>
    public Region(RegionKind kind, Type elementType, int elementSize, long length)
    {
        Kind = kind;
        ElementType = elementType;
        ElementSize = elementSize;
        Length = length;

        // Whole cells: of the last one, bytes beyond the elements are compared.
        owned = (byte*)NativeMemory.AlignedAlloc((nuint)((checked(length * elementSize) / CoarsestGranule * CoarsestGranule) + CoarsestGranule), Alignment);
        Address = owned;
        SetGranule(CoarsestGranule);
        Poison.Fill(Address, Bytes);
    }

    /// <summary>Memory of the host, which belongs to somebody else.</summary>
    /// <param name="address">Where it is; it must stay there.</param>
    /// <param name="elementType">The type of its elements.</param>
    /// <param name="elementSize">Their size.</param>
    /// <param name="length">Their number.</param>
    public Region(byte* address, Type elementType, int elementSize, long length)
    {
        Kind = RegionKind.Host;
        ElementType = elementType;
        ElementSize = elementSize;
        Length = length;
        Address = address;
    }

    ~Region() => Free();

    public RegionKind Kind { get; }

    public Type ElementType { get; }

    public int ElementSize { get; }

    public long Length { get; }

    public byte* Address { get; }

    public long Bytes => Length * ElementSize;

    /// <summary>Of the accelerator whose memory it is; null for the host's.</summary>
    public Clock? Clock { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>The bytes of a shadow cell: the smallest unit that accesses are told apart by.</summary>
    public int Granule { get; private set; }

    /// <summary>The logarithm of <see cref="Granule"/>.</summary>
    public int GranuleShift { get; private set; }

    public void Refill() => Poison.Fill(Address, Bytes);

    /// <summary>The page that has the given cell.</summary>
    public ShadowPage Page(long cell)
    {
        int index = (int)(cell >> ShadowPage.SizeShift);
        return pages[index] ??= new ShadowPage(Address + ((long)index << (ShadowPage.SizeShift + GranuleShift)), Granule);
    }

    /// <summary>Tells places apart that are multiples of a unit from now on. What is known of a cell is known of its parts.</summary>
    /// <param name="unit">The unit: odd, or even.</param>
    public void Refine(long unit)
    {
        ShadowPage?[] coarse = pages;
        int ratio = Granule;
        SetGranule((int)(unit & 1) == 0 ? 2 : 1);
        ratio /= Granule;
        for (int page = 0; page < coarse.Length; page++)
        {
            for (int cell = 0; coarse[page] is { } old && cell < ShadowPage.Size; cell++)
            {
                long first = (((long)page << ShadowPage.SizeShift) + cell) * ratio;
                for (long part = first; part < first + ratio && part << GranuleShift < Bytes; part++)
                {
                    Page(part).Cells[part & (ShadowPage.Size - 1)] = old.Cells[cell] with { Segment = 0 };
                }
            }
        }
    }

    /// <summary>The element that an address is in, for messages.</summary>
    public string Describe(long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"element {offset / Math.Max(1, ElementSize)} of {this}");

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Kind == RegionKind.Global ? "a global buffer" : Kind == RegionKind.Shared ? "shared memory" : Kind == RegionKind.Local ? "local memory" : "host memory")} of {Length} {ElementType.Name}");

    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            Free();
            GC.SuppressFinalize(this);
        }
    }

    private void SetGranule(int granule)
    {
        Granule = granule;
        GranuleShift = BitOperations.Log2((uint)granule);
        long cells = Bytes >> GranuleShift;
        pages = Kind == RegionKind.Local ? [] : new ShadowPage?[(cells >> ShadowPage.SizeShift) + 1];
    }

    private void Free() => NativeMemory.AlignedFree(owned);
}
