using System.Globalization;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A view of memory of a buffer, a group or a lane.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly unsafe struct ArrayView<T> : IContiguousArrayView<T>
    where T : unmanaged
{
    private readonly Region? region;
    private readonly long offset;

    /// <summary>A view of elements of a buffer.</summary>
    /// <param name="source">The buffer.</param>
    /// <param name="index">The first element.</param>
    /// <param name="length">The number of elements.</param>
    public ArrayView(MemoryBuffer source, long index, long length)
        : this(source, source?.Region ?? throw new ArgumentNullException(nameof(source)), index * sizeof(T), length)
    {
        if (index < 0 || length < 0 || (index + length) * sizeof(T) > region!.Bytes)
        {
            throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"A view of {length} {typeof(T).Name} from index {index} is beyond {region}."));
        }
    }

    internal ArrayView(MemoryBuffer? buffer, Region region, long offset, long length)
    {
        Buffer = buffer;
        this.region = region;
        this.offset = offset;
        Length = length;
    }

    /// <summary>A view of nothing.</summary>
    public static ArrayView<T> Empty => default;

    /// <summary>The size of an element in bytes.</summary>
    public static int ElementSize => sizeof(T);

    /// <summary>Whether it views at least one element.</summary>
    public bool IsValid => region is not null && Length > 0;

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The number of elements, where it is an int.</summary>
    public int IntLength => checked((int)Length);

    /// <summary>The number of bytes.</summary>
    public long LengthInBytes => Length * sizeof(T);

    /// <summary>The buffer, where it is a buffer's memory.</summary>
    internal MemoryBuffer? Buffer { get; }

    internal Region? Region => region;

    internal long OffsetInBytes => offset;

    internal byte* Address => region is null ? null : region.Address + offset;

    MemoryBuffer? IArrayView.Buffer => Buffer;

    int IArrayView.ElementSize => sizeof(T);

    long IContiguousArrayView.Index => offset / sizeof(T);

    long IContiguousArrayView.IndexInBytes => offset;

    /// <summary>An element, to be read or written by the lane that asks.</summary>
    /// <param name="index">Its index.</param>
    public ref T this[int index] => ref this[(long)index];

    /// <summary>An element, to be read or written by the lane that asks.</summary>
    /// <param name="index">Its index.</param>
    public ref T this[long index]
    {
        get
        {
            Lane lane = Lane.CurrentOrNull ?? throw new SimulatorException($"Host code indexes a view of {typeof(T).Name}: only kernels reach the memory of a device.");
            if ((ulong)index >= (ulong)Length)
            {
                throw OutOfBounds(lane, index);
            }

            Region memory = region!;
            if (memory.IsDisposed || memory.Clock != lane.Group.Clock)
            {
                CheckReach(lane, memory);
            }

            long at = offset + (index * sizeof(T));
            if (memory.Kind != RegionKind.Local)
            {
                lane.Group.Touch(lane, memory, at, sizeof(T));
            }

            return ref *(T*)(memory.Address + at);
        }
    }

    /// <summary>The elements from an index on.</summary>
    /// <param name="index">The first element.</param>
    /// <returns>The view.</returns>
    public ArrayView<T> SubView(long index) => SubView(index, Length - index);

    /// <summary>Some of the elements.</summary>
    /// <param name="index">The first.</param>
    /// <param name="subViewLength">Their number.</param>
    /// <returns>The view.</returns>
    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    /// <summary>Some of the elements.</summary>
    /// <param name="index">The first: an element of this view, also where none is asked for.</param>
    /// <param name="subViewLength">Their number.</param>
    /// <returns>The view.</returns>
    public ArrayView<T> SubView(long index, long subViewLength)
    {
        bool begins = (index >= 0 && index < Length) || (index == 0 && Length == 0);
        return begins && subViewLength >= 0 && subViewLength <= Length - index
            ? region is null ? default : new ArrayView<T>(Buffer, region, offset + (index * sizeof(T)), subViewLength)
            : throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Who()} asks for a view of {subViewLength} elements from index {index} of a view of {Length} {typeof(T).Name}."));
    }

    /// <summary>The same memory as elements of another type.</summary>
    /// <typeparam name="TOther">The other type.</typeparam>
    /// <returns>The view, of as many elements as are whole.</returns>
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        if (region is null)
        {
            return default;
        }

        // A device casts the pointer; ILGPU on the host divides the index, and drops what is left.
        if (offset % sizeof(TOther) != 0)
        {
            throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Who()} casts a view of {typeof(T).Name} that begins at byte {offset} of {region} to {typeof(TOther).Name}, which has {sizeof(TOther)} bytes: devices disagree on where that begins."));
        }

        return new ArrayView<TOther>(Buffer, region, offset, Length * sizeof(T) / sizeof(TOther));
    }

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => AsBytes();

    /// <summary>The view as one of one dimension.</summary>
    /// <param name="view">The view.</param>
    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) => new(view);

    /// <summary>A view of one dimension as a plain one.</summary>
    /// <param name="view">The view.</param>
    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{offset / sizeof(T)} [{Length}]");

    internal ArrayView<T> CheckAligned(int alignmentInBytes) =>
        region is null || (nint)Address % alignmentInBytes == 0
            ? this
            : throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Who()} promises that a view of {typeof(T).Name} begins at a multiple of {alignmentInBytes} bytes, and it begins at byte {offset} of {region}."));

    /// <summary>The bytes, for copies: told apart as before.</summary>
    internal ArrayView<byte> AsBytes() => region is null ? default : new ArrayView<byte>(Buffer, region, offset, LengthInBytes);

    private static string Who() => Lane.CurrentOrNull is { } lane ? lane.Group.Name(lane) : "Host code";

    private static void CheckReach(Lane lane, Region memory)
    {
        if (memory.IsDisposed)
        {
            throw new SimulatorException($"{lane.Group.Name(lane)} uses {memory}, which was disposed.");
        }

        throw new SimulatorException($"{lane.Group.Name(lane)} uses {memory}, which is not of its accelerator.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SimulatorException OutOfBounds(Lane lane, long index) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{lane.Group.Name(lane)} indexes element {index} of a view of {Length} {typeof(T).Name}{(region is null ? "" : $", which begins at byte {offset} of {region}")}."));
}
