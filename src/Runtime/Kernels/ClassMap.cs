using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a function of the classes of each sample, such as a softmax, or its gradient: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ClassMap
{
    /// <summary>The copy of the input, which the result replaces.</summary>
    private const int InputSlot = 0;

    private const int UpstreamSlot = 1;

    /// <summary>Checks the call, and then computes what its pass asks for. Nothing is allocated.</summary>
    /// <typeparam name="T">The element type of everything.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block; what it returns is not used.</param>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions are out of range. Nothing was written.</exception>
    public static void Run<T, TReal>(in MapCall<T, TReal> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        nint samples = MapCheck.Run(in call);
        BlockSchedule schedule = new(samples, call.ClassCount, call.Positions, call.BlockRows);
        bool streams = typeof(T) == typeof(TReal) && NonTemporal.Pays(call.Input, call.IsForward ? call.Output : call.Gradient, call.Positions);
        for (nint index = 0; index < schedule.Count; index++)
        {
            RunBlock(in call, schedule[index], streams, kernel);
        }

        call.KeepBuffersAlive();
    }

    /// <summary>One block, independent of all others.</summary>
    private static void RunBlock<T, TReal>(in MapCall<T, TReal> call, in BlockRange range, bool streams, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Staging<T, TReal> staging = Staging<T, TReal>.OfSamples(in range, call.ClassCount, call.Positions, slots: call.IsForward ? 1 : 2);
        T* written = (call.IsForward ? call.Output.Pointer : call.Gradient.Pointer) + range.Element;
        Block<TReal> block = new()
        {
            Input = staging.Read(call.Input.Pointer + range.Element, InputSlot),
            Upstream = call.IsForward ? null : staging.Read(call.Upstream.Pointer + range.Element, UpstreamSlot),
            Output = call.IsForward ? staging.At(written, InputSlot) : null,
            Gradient = call.IsForward ? null : staging.At(written, InputSlot),
            Count = range.Count,
            Stride = staging.Stride,
            Streams = streams,
        };
        kernel(&block);
        staging.Write(written, InputSlot);
    }
}
