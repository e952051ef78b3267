using System.ComponentModel;
using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs an elementwise loss: checks the call, then gives its elements to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ElementLoss
{
    /// <summary>The elements of a block. A constant, so that results depend on no machine; small enough for what a block reads and writes to stay in the second cache.</summary>
    internal const int BlockElements = 4096;

    /// <summary>
    /// Checks the call, and then computes what its pass asks for: the result is Σ l / D for all reductions but none, where D is the call's divisor, or 1 (sum), the number of elements (mean) or
    /// the batch size (batch mean); weights are not in it. Nothing is allocated.
    /// </summary>
    /// <remarks>A mean of no elements, or a batch mean of no samples, without a divisor of its own is NaN.</remarks>
    /// <typeparam name="T">The element type of everything but the result.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block, or what is left of one beside whole vectors, and returns its sum of losses; on any thread.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions, batch size or divisor are out of range, or a probability is. Nothing was written.</exception>
    public static double Run<T, TReal>(in ElementCall<T, TReal> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        call.RequireHost();
        ElementCheck.Run(in call);
        if (call.InputIsProbability)
        {
            ProbabilityCheck.Run(call.Input, call.InputName);
        }

        nint elements = call.Input.Length;
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, call.Reduction == Reduction.BatchMean ? call.BatchSize : elements);
        // Elements lie as positions do: vectors begin where blocks do.
        bool streams = call.WritesGradient && NonTemporal.Pays(call.Input, call.Gradient, stride: BlockElements, Staging<T, TReal>.Converts);
        ElementBlocks<T, TReal> blocks = new()
        {
            Elements = elements,
            Input = call.Input.Pointer,
            Targets = call.Targets.Pointer,
            Weights = new ElementWeights<T, TReal>(call.Weights, call.Positions, elements, ScratchUse.Weights),
            PosWeights = new ElementWeights<T, TReal>(call.PosWeights, call.Positions, elements, ScratchUse.PosWeights),
            Upstream = call.ReadsUpstreamElements ? call.UpstreamElements.Pointer : null,
            Losses = call.WritesLosses ? call.Losses.Pointer : null,
            Gradient = call.WritesGradient ? call.Gradient.Pointer : null,
            Scale = TReal.CreateTruncating(divisor.Scale(call.Reduction, double.CreateTruncating(call.Upstream))),
            Streams = streams,
            Kernel = kernel,
        };
        double total = OrderedSum.Of(in blocks, blocks.Count, Split.Of(elements, Grain.Elements));
        call.KeepBuffersAlive();
        NonTemporal.Complete(streams);
        return divisor.Reduce(call.Reduction, total);
    }
}
