using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What kernels of losses over classes work on, from a checked call.</summary>
internal static class GpuSamples
{
    /// <summary>The block without its targets.</summary>
    /// <param name="call">The call, bound to buffers of one device.</param>
    /// <param name="engine">The device's.</param>
    /// <param name="rows">N·S.</param>
    public static GpuBlock<TStorage, TReal> Block<T, TReal, TTarget, TStorage>(in LossCall<T, TReal, TTarget> call, Engine engine, long rows)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
        where TStorage : unmanaged
    {
        BoundBuffers buffers = call.Bound;
        return new GpuBlock<TStorage, TReal>
        {
            Input = GpuBuffers.View<T, TStorage>(buffers.Input),
            Gradient = GpuBuffers.View<T, TStorage>(buffers.Gradient, call.WritesGradient),
            ClassWeights = call.Weighted && buffers.Weights is null ? engine.Constants.Of(call.ClassWeights) : GpuBuffers.View<TReal, TReal>(buffers.Weights, call.Weighted),
            SampleUpstream = GpuBuffers.View<TReal, TReal>(buffers.Upstream, call.ReadsUpstreamRows),
            Losses = GpuBuffers.View<TReal, TReal>(buffers.Losses, call.WritesLosses),
            LogSumExps = GpuBuffers.View<TReal, TReal>(buffers.LogSumExps, call.Writes(LossOutputs.LogSumExp)),
            Hits = GpuBuffers.View<TReal, TReal>(buffers.Hits, call.Writes(LossOutputs.Hits)),
            Entropies = GpuBuffers.View<TReal, TReal>(buffers.Entropies, call.Writes(LossOutputs.Entropy)),
            Count = rows,
            Stride = call.Positions,
            WeightStride = 1,
            PosWeightStride = 1,
        };
    }

    /// <summary>Whether the call's result is a number.</summary>
    public static bool Adds<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged => call.Pass != LossPass.Backward && call.Reduction != Reduction.None;
}
