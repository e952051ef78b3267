using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The blocks of a checked call of a function of the classes. Without references: any thread may have it.</summary>
internal unsafe struct MapBlocks<T, TReal> : IBlocks
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    public BlockSchedule Schedule;
    public nint Classes;
    public nint Positions;
    public bool NativeRows;
    public T* Input;

    /// <summary>Null forward.</summary>
    public T* Upstream;

    /// <summary>The output forward, the gradient backward.</summary>
    public T* Written;

    public bool Streams;

    /// <summary>Processes one block; what it returns is not used.</summary>
    public delegate*<Block<TReal>*, double> Kernel;

    /// <summary>The copy of the input, which the result replaces.</summary>
    private const int InputSlot = 0;

    private const int UpstreamSlot = 1;

    public readonly double Run(nint index)
    {
        BlockRange range = Schedule[index];
        bool forward = Upstream == null;
        Staging<T, TReal> staging = Staging<T, TReal>.OfSamples(in range, Classes, Positions, NativeRows, slots: forward ? 1 : 2);
        T* written = Written + range.Element;
        Block<TReal> block = new()
        {
            Input = staging.Read(Input + range.Element, InputSlot),
            Upstream = forward ? null : staging.Read(Upstream + range.Element, UpstreamSlot),
            Output = forward ? staging.At(written, InputSlot) : null,
            Gradient = forward ? null : staging.At(written, InputSlot),
            Count = range.Count,
            Stride = staging.Stride,
            Streams = Streams && !staging.Copies,
        };
        double nothing = Kernel(&block);
        staging.Write(written, InputSlot, Streams);
        return nothing;
    }
}
