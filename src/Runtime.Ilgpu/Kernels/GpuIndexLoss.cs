using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class indices on the device of its buffers: the counterpart of <see cref="IndexLoss"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuIndexLoss
{
    /// <summary>Checks the call as <see cref="IndexLoss"/> does, and then computes what its pass asks for. Returns when the device is done where the result is a number, else when it has begun.</summary>
    /// <typeparam name="T">The element type of input and gradient.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <typeparam name="TTarget">The type of a class index: <see cref="int"/>, <see cref="long"/> or <see cref="byte"/>.</typeparam>
    /// <typeparam name="TStorage">How the kernel sees elements of <typeparamref name="T"/>.</typeparam>
    /// <param name="call">The call, bound to buffers of one device.</param>
    /// <param name="kernel">The kernel of the pass.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A target is neither in [0, C) nor the ignore index (where the result is no number, the next call that waits for the device throws it), or the divisor is out of range. Nothing was written.
    /// </exception>
    /// <exception cref="InvalidOperationException">The kernel could not be compiled.</exception>
    public static double Run<T, TReal, TTarget, TStorage>(in LossCall<T, TReal, TTarget> call, GpuKernel<TStorage, TReal> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
        where TStorage : unmanaged
    {
        long rows = LossCheck.Run(in call, TargetLayout.PerSample) * call.Positions;
        if (rows == 0)
        {
            return Divisor.Of(call.Reduction, call.Divisor, mean: 0).Reduce(call.Reduction, 0);
        }

        Engine engine = GpuBuffers.EngineOf(call.Bound);
        bool adds = GpuSamples.Adds(in call);
        GpuOutcome outcome = new(Findings.NoneRefused, default, 0);
        lock (engine.Gate)
        {
            engine.Begin(waits: adds);
            GpuPass<TReal> pass = new(engine);
            GpuBlock<TStorage, TReal> block = GpuSamples.Block<T, TReal, TTarget, TStorage>(in call, engine, rows);
            block.Targets = engine.Scratch.Rent<int>(DeviceScratchUse.Targets, rows);
            pass.Settle(Inspect(in call, engine, block.Targets, block.ClassWeights), call.Reduction, call.Upstream, block.ClassWeights);
            pass.Run(kernel, block, adds);
            if (adds)
            {
                outcome = pass.Read();
            }
            else
            {
                pass.Leave<TTarget>(new PendingCall(Refused<TTarget>, "targets", call.Positions, call.ClassCount, call.IgnoreIndex), call.Bound.Targets!);
            }
        }

        if (outcome.IsRefused)
        {
            nint row = (nint)outcome.RefusedAt;
            throw TargetCheck.Refused(row, long.CreateSaturating(((IlgpuBuffer<TTarget>)call.Bound.Targets!).Read(row)), call.Positions, call.ClassCount, call.IgnoreIndex);
        }

        call.KeepBuffersAlive();
        return adds ? outcome.Divisor.Reduce(call.Reduction, outcome.Total) : 0;
    }

    private static ArgumentOutOfRangeException Refused<TTarget>(in PendingCall call, nint row, long bits, string end)
        where TTarget : unmanaged, IBinaryInteger<TTarget> => TargetCheck.Refused(row, long.CreateSaturating(Unsafe.As<long, TTarget>(ref bits)), call.Positions, call.ClassCount, call.IgnoreIndex, end);

    /// <summary>Starts the inspection of the targets.</summary>
    /// <returns>Where it finds what is to be settled.</returns>
    private static SettlementArguments<TReal> Inspect<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, Engine engine, ArrayView<int> normalised, ArrayView<TReal> classWeights)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        bool isMean = call.Reduction == Reduction.Mean && call.Divisor is null;
        bool dividesByWeights = isMean && call.Weighted;
        int groups = GroupTree.Groups(normalised.Length);
        TargetArguments<TTarget, TReal> arguments = new()
        {
            Targets = GpuBuffers.View<TTarget, TTarget>(call.Bound.Targets),
            Normalised = normalised,
            ClassWeights = dividesByWeights ? classWeights : default,
            Refused = engine.Scratch.Rent<long>(DeviceScratchUse.Refused, groups),
            Kept = engine.Scratch.Rent<long>(DeviceScratchUse.Kept, groups),
            Weight = engine.Scratch.Rent<double>(DeviceScratchUse.Weight, groups),
            Count = normalised.Length,
            IgnoreIndex = call.IgnoreIndex,
            ClassCount = call.ClassCount,
        };
        engine.Launch(TargetKernels<TTarget, TReal>.Inspect, arguments, groups, GroupTree.Threads(normalised.Length));
        return new SettlementArguments<TReal>
        {
            Refused = arguments.Refused,
            Kept = arguments.Kept,
            Weight = arguments.Weight,
            Divisor = call.Divisor ?? 1,
            DividesBy = (int)(dividesByWeights ? MeanDivisor.Weights : isMean ? MeanDivisor.Samples : MeanDivisor.Given),
        };
    }
}
