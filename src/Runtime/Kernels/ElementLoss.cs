using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs an elementwise loss: checks the call, then gives its elements to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ElementLoss
{
    /// <summary>The elements of a block. A constant, so that results depend on no machine; small enough for what a block reads and writes to stay in the second cache.</summary>
    internal const int BlockElements = 4096;

    /// <summary>What of a block has copies in the type of the kernels, where the caller's elements have 16 bits. The gradient replaces the input.</summary>
    private enum Slot
    {
        Input,
        Targets,
        Upstream,
        Losses,
        Count,
    }

    /// <summary>
    /// Checks the call, and then computes what its pass asks for: the result is Σ l / D for all reductions but none, where D is the call's divisor, or 1 (sum), the number of elements (mean) or
    /// the batch size (batch mean); weights are not in it. Nothing is allocated.
    /// </summary>
    /// <remarks>A mean of no elements, or a batch mean of no samples, without a divisor of its own is NaN.</remarks>
    /// <typeparam name="T">The element type of everything but the result.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block and returns its sum of losses.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions, batch size or divisor are out of range, or a probability is. Nothing was written.</exception>
    public static double Run<T, TReal>(in ElementCall<T, TReal> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ElementCheck.Run(in call);
        nint elements = call.Input.Length;
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, call.Reduction == Reduction.BatchMean ? call.BatchSize : elements);
        TReal scale = TReal.CreateTruncating(divisor.Scale(call.Reduction, double.CreateTruncating(call.Upstream)));
        ElementWeights<T, TReal> weights = new(call.Weights, call.Positions, elements, ScratchUse.Weights);
        ElementWeights<T, TReal> posWeights = new(call.PosWeights, call.Positions, elements, ScratchUse.PosWeights);

        // Elements lie as positions do: vectors begin where blocks do.
        bool streams = call.WritesGradient && typeof(T) == typeof(TReal) && NonTemporal.Pays(call.Input, call.Gradient, stride: BlockElements);
        double total = 0;
        for (nint start = 0; start < elements; start += BlockElements)
        {
            nint count = nint.Min(BlockElements, elements - start);
            Block<TReal> block = new()
            {
                Weights = weights.At(start, count),
                PosWeights = posWeights.At(start, count),
                Scale = scale,
                Count = count,
                Streams = streams,
            };
            total += RunBlock(in call, start, &block, kernel);
        }

        call.KeepBuffersAlive();
        return divisor.Reduce(call.Reduction, total);
    }

    /// <summary>One block, independent of all others.</summary>
    private static double RunBlock<T, TReal>(in ElementCall<T, TReal> call, nint start, Block<TReal>* block, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Staging<T, TReal> staging = Staging<T, TReal>.OfElements(block->Count, (int)Slot.Count);
        block->Stride = staging.Stride;
        block->Input = staging.Read(call.Input.Pointer + start, (int)Slot.Input);
        block->DenseTargets = staging.Read(call.Targets.Pointer + start, (int)Slot.Targets);
        block->Upstream = call.ReadsUpstreamElements ? staging.Read(call.UpstreamElements.Pointer + start, (int)Slot.Upstream) : null;
        block->Losses = call.WritesLosses ? staging.At(call.Losses.Pointer + start, (int)Slot.Losses) : null;
        block->Gradient = call.WritesGradient ? staging.At(call.Gradient.Pointer + start, (int)Slot.Input) : null;

        double sum = kernel(block);
        if (call.WritesLosses)
        {
            staging.Write(call.Losses.Pointer + start, (int)Slot.Losses);
        }

        if (call.WritesGradient)
        {
            staging.Write(call.Gradient.Pointer + start, (int)Slot.Input);
        }

        return sum;
    }
}
