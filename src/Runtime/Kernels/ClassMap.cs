using System.ComponentModel;
using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a function of the classes of each sample, such as a softmax, or its gradient: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ClassMap
{
    /// <summary>Checks the call, and then computes what its pass asks for. Nothing is allocated.</summary>
    /// <typeparam name="T">The element type of everything.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block; what it returns is not used; on any thread.</param>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions are out of range. Nothing was written.</exception>
    public static void Run<T, TReal>(in MapCall<T, TReal> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        call.RequireHost();
        nint samples = MapCheck.Run(in call);
        Slice<T> written = call.IsForward ? call.Output : call.Gradient;
        BlockSchedule schedule = new(samples, call.ClassCount, call.Positions, call.BlockSamples);
        bool streams = NonTemporal.Pays(call.Input, written, call.Positions, copies: Staging<T, TReal>.Converts);
        MapBlocks<T, TReal> blocks = new()
        {
            Schedule = schedule,
            Classes = call.ClassCount,
            Positions = call.Positions,
            NativeRows = call.NativeRows,
            Input = call.Input.Pointer,
            Upstream = call.IsForward ? null : call.Upstream.Pointer,
            Written = written.Pointer,
            Streams = streams,
            Kernel = kernel,
        };
        OrderedSum.Of(in blocks, blocks.Schedule.Count, Split.Of(call.Input.Length, Grain.Classes));
        call.KeepBuffersAlive();
        NonTemporal.Complete(streams);
    }
}
