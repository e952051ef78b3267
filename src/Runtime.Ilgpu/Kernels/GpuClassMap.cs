using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a function of the classes of each sample, such as a softmax, or its gradient, on the device of its buffers: the counterpart of <see cref="ClassMap"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuClassMap
{
    /// <summary>Checks the call as <see cref="ClassMap"/> does, and then begins what its pass asks for.</summary>
    /// <typeparam name="T">The element type of everything.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <typeparam name="TStorage">How the kernel sees elements of <typeparamref name="T"/>.</typeparam>
    /// <param name="call">The call, bound to buffers of one device.</param>
    /// <param name="kernel">The kernel of the pass.</param>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The kernel could not be compiled.</exception>
    public static void Run<T, TReal, TStorage>(in MapCall<T, TReal> call, GpuKernel<TStorage, TReal> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TStorage : unmanaged
    {
        long rows = MapCheck.Run(in call) * call.Positions;
        if (rows == 0)
        {
            return;
        }

        BoundBuffers buffers = call.Bound;
        Engine engine = GpuBuffers.EngineOf(in buffers);
        lock (engine.Gate)
        {
            engine.Begin(waits: false);
            GpuPass<TReal> pass = new(engine);
            GpuBlock<TStorage, TReal> block = new()
            {
                Input = GpuBuffers.View<T, TStorage>(buffers.Input),
                ClassUpstream = GpuBuffers.View<T, TStorage>(buffers.Upstream, !call.IsForward),
                Output = GpuBuffers.View<T, TStorage>(buffers.Output, call.IsForward),
                Gradient = GpuBuffers.View<T, TStorage>(buffers.Gradient, !call.IsForward),
                Count = rows,
                Stride = call.Positions,
                WeightStride = 1,
                PosWeightStride = 1,
            };
            pass.Settle(new SettlementArguments<TReal> { Divisor = 1 }, Reduction.None, TReal.Zero, classWeights: default);
            pass.Run(kernel, block, adds: false);
        }

        call.KeepBuffersAlive();
    }
}
