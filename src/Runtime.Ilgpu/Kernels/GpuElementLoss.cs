using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs an elementwise loss on the device of its buffers: the counterpart of <see cref="ElementLoss"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuElementLoss
{
    /// <summary>
    /// Checks the call as <see cref="ElementLoss"/> does, and then computes what its pass asks for. Returns when the device is done where the result is a number, else when it has begun.
    /// </summary>
    /// <typeparam name="T">The element type of everything but the result.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <typeparam name="TStorage">How the kernel sees elements of <typeparamref name="T"/>.</typeparam>
    /// <param name="call">The call, bound to buffers of one device.</param>
    /// <param name="kernel">The kernel of the pass, which adds its losses where the result is a number.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Batch size or divisor are out of range, or a probability is (where the result is no number, the next call that waits for the device throws it). Nothing was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">The kernel could not be compiled.</exception>
    public static double Run<T, TReal, TStorage>(in ElementCall<T, TReal> call, GpuKernel<TStorage, TReal> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TStorage : unmanaged
    {
        ElementCheck.Run(in call);
        long elements = call.Input.Length;
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, call.Reduction == Reduction.BatchMean ? call.BatchSize : elements);
        if (elements == 0)
        {
            return divisor.Reduce(call.Reduction, 0);
        }

        bool adds = call.Pass != LossPass.Backward && call.Reduction != Reduction.None;
        if (adds && !kernel.SumsLosses)
        {
            throw new InvalidOperationException("The kernel of an elementwise loss does not add its losses, and the result is their sum.");
        }

        Engine engine = GpuBuffers.EngineOf(call.Bound);
        GpuOutcome outcome = new(Findings.NoneRefused, divisor, 0);
        lock (engine.Gate)
        {
            engine.Begin(waits: adds);
            GpuPass<TReal> pass = new(engine);
            GpuBlock<TStorage, TReal> block = Block<T, TReal, TStorage>(in call, elements);
            SettlementArguments<TReal> settlement = new() { Divisor = divisor.Value };
            if (call.InputIsProbability)
            {
                settlement.Refused = Inspect<T, TStorage>(engine, block.Input);
            }

            pass.Settle(settlement, call.Reduction, call.Upstream, classWeights: default);
            pass.Run(kernel, block, adds);
            if (adds)
            {
                outcome = pass.Read();
            }
            else if (call.InputIsProbability)
            {
                pass.Leave<T>(new PendingCall(Refused<T>, call.InputName), call.Bound.Input!);
            }
        }

        if (outcome.IsRefused)
        {
            nint element = (nint)outcome.RefusedAt;
            throw ProbabilityCheck.Refused(call.InputName, element, ((IlgpuBuffer<T>)call.Bound.Input!).Read(element));
        }

        call.KeepBuffersAlive();
        return divisor.Reduce(call.Reduction, outcome.Total);
    }

    private static ArgumentOutOfRangeException Refused<T>(in PendingCall call, nint element, long bits, string end)
        where T : unmanaged => ProbabilityCheck.Refused(call.Argument, element, Unsafe.As<long, T>(ref bits), end);

    private static GpuBlock<TStorage, TReal> Block<T, TReal, TStorage>(in ElementCall<T, TReal> call, long elements)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TStorage : unmanaged
    {
        BoundBuffers buffers = call.Bound;
        return new GpuBlock<TStorage, TReal>
        {
            Input = GpuBuffers.View<T, TStorage>(buffers.Input),
            Dense = GpuBuffers.View<T, TStorage>(buffers.Targets),
            Weights = GpuBuffers.View<T, TStorage>(buffers.Weights, call.Weighted),
            PosWeights = GpuBuffers.View<T, TStorage>(buffers.PosWeights, call.PosWeighted),
            ClassUpstream = GpuBuffers.View<T, TStorage>(buffers.Upstream, call.ReadsUpstreamElements),
            ElementLosses = GpuBuffers.View<T, TStorage>(buffers.Losses, call.WritesLosses),
            Gradient = GpuBuffers.View<T, TStorage>(buffers.Gradient, call.WritesGradient),
            Count = elements,
            Stride = 1,
            WeightStride = call.Weights.Length == elements ? 1 : call.Positions,
            PosWeightStride = call.PosWeights.Length == elements ? 1 : call.Positions,
        };
    }

    /// <summary>Starts the inspection of the probabilities.</summary>
    /// <returns>Where it finds what is refused.</returns>
    private static ArrayView<long> Inspect<T, TStorage>(Engine engine, ArrayView<TStorage> values)
        where T : unmanaged
        where TStorage : unmanaged
    {
        int groups = GroupTree.Groups(values.Length);
        ArrayView<long> refused = engine.Scratch.Rent<long>(DeviceScratchUse.Refused, groups);
        ProbabilityArguments<TStorage> arguments = new() { Values = values, Refused = refused, Count = values.Length };
        engine.Launch(ProbabilityKernels<T, TStorage>.Inspect, arguments, groups, GroupTree.Threads(values.Length));
        return refused;
    }
}
