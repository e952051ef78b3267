using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs losses over classes that ignore no sample, on the device of their buffers: the counterpart of <see cref="EverySample"/>.</summary>
internal static class GpuEverySample
{
    /// <summary>The run of <see cref="GpuDenseLoss"/> or <see cref="GpuTargetlessLoss"/>.</summary>
    public static double Run<T, TReal, TStorage>(in LossCall<T, TReal, T> call, TargetLayout layout, GpuKernel<TStorage, TReal> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TStorage : unmanaged
    {
        long rows = LossCheck.Run(in call, layout) * call.Positions;
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, mean: rows);
        double total = 0;
        if (rows > 0)
        {
            Engine engine = GpuBuffers.EngineOf(call.Bound);
            bool adds = GpuSamples.Adds(in call);
            lock (engine.Gate)
            {
                engine.Begin(waits: adds);
                GpuPass<TReal> pass = new(engine);
                GpuBlock<TStorage, TReal> block = GpuSamples.Block<T, TReal, T, TStorage>(in call, engine, rows);
                block.Dense = GpuBuffers.View<T, TStorage>(call.Bound.Targets, layout == TargetLayout.LikeInput);
                pass.Settle(new SettlementArguments<TReal> { Divisor = divisor.Value }, call.Reduction, call.Upstream, block.ClassWeights);
                pass.Run(kernel, block, adds);
                total = adds ? pass.Read().Total : 0;
            }
        }

        call.KeepBuffersAlive();
        return divisor.Reduce(call.Reduction, total);
    }
}
