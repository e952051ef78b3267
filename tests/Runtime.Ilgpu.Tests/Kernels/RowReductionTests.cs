using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

/// <summary>Reductions over the threads of a row, run by a softmax that is none: each thread is a sample of one class, and what is written is a reduction of the inputs of its row's threads.</summary>
public sealed class RowReductionTests
{
    private const int GroupSize = 96;

    private static readonly GpuKernel<float, float> Floats = new(Reduce<ShuffleReduction>, Reduce<SharedReduction>, GroupSize, GroupSize);
    private static readonly GpuKernel<double, double> Doubles = new(Reduce2<ShuffleReduction>, Reduce2<SharedReduction>, GroupSize, GroupSize);

    public static TheoryData<string, int> DevicesAndWidths
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in TestDevices.Keys)
            {
                foreach (int threads in (int[])[1, 8, 32, GroupSize])
                {
                    data.Add(name, threads);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(DevicesAndWidths))]
    public void EveryThreadOfARow_GetsItsSumAndItsMaximum(string device, int threads)
    {
        float[] x = [.. Enumerable.Range(0, 2 * GroupSize).Select(i => (float)((i * 37 % 101) - 300))];
        foreach (bool maximum in (bool[])[false, true])
        {
            float[] expected = [.. Enumerable.Range(0, x.Length).Select(i =>
            {
                float[] row = x[(i / threads * threads)..((i / threads * threads) + threads)];
                return maximum ? row.Max() : row.Sum();
            })];

            Assert.Equal(expected, Run(TestDevices.Get(device), x, threads, maximum, Floats));
            Assert.Equal(expected.Select(v => (double)v), Run(TestDevices.Get(device), [.. x.Select(v => (double)v)], threads, maximum, Doubles));
        }
    }

    /// <summary>Positions say how many threads a row has, and the sign of the upstream gradient what is reduced.</summary>
    private static T[] Run<T>(IlgpuDevice device, T[] x, int threads, bool maximum, GpuKernel<T, T> kernel)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using TensorBuffer<T> input = device.Allocate<T>(x.Length / threads, 1, threads);
        using TensorBuffer<T> upstream = device.Allocate<T>(x.Length / threads, 1, threads);
        using TensorBuffer<T> gradient = device.Allocate<T>(x.Length / threads, 1, threads);
        input.CopyFrom(x);
        upstream.CopyFrom(Enumerable.Repeat(maximum ? T.One : -T.One, x.Length).ToArray());
        MapCall<T, T> call = new() { Pass = LossPass.Backward, ClassCount = 1, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(input, upstream, gradient: gradient);
        GpuClassMap.Run(in call, kernel);
        T[] result = new T[x.Length];
        gradient.CopyTo(result);
        return result;
    }

    private static void Reduce<TReduction>(GpuBlock<float, float> block)
        where TReduction : struct, IRowReduction
    {
        TReduction reduction = default;
        long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX;
        float sum = reduction.Sum(block.Input[i], (int)block.Stride);
        float maximum = reduction.Max(block.Input[i], (int)block.Stride);
        block.Gradient[i] = block.ClassUpstream[i] > 0 ? maximum : sum;
    }

    private static void Reduce2<TReduction>(GpuBlock<double, double> block)
        where TReduction : struct, IRowReduction
    {
        TReduction reduction = default;
        long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX;
        double sum = reduction.Sum(block.Input[i], (int)block.Stride);
        double maximum = reduction.Max(block.Input[i], (int)block.Stride);
        block.Gradient[i] = block.ClassUpstream[i] > 0 ? maximum : sum;
    }
}
