using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Support;

/// <summary>Kernels of losses without class indices, of the simplest arithmetic that shows which element was read where.</summary>
internal static class OtherKernels
{
    private const int GroupSize = 32;

    public static readonly GpuKernel<float, float> DenseProduct = new(Dense, Dense, GroupSize, GroupSize);

    public static readonly GpuKernel<float, float> SumOfSquares = new(Squares, Squares, GroupSize, GroupSize);

    public static readonly GpuKernel<float, float> Elements = new(WeightedDifference<ShuffleReduction>, WeightedDifference<SharedReduction>, GroupSize, GroupSize) { SumsLosses = true };

    public static readonly GpuKernel<ushort, float> ElementBits = new(CountBits<ShuffleReduction>, CountBits<SharedReduction>, GroupSize, GroupSize) { SumsLosses = true };

    public static readonly GpuKernel<float, float> Doubling = new(Map, Map, GroupSize, GroupSize);

    /// <summary>l = Σ_c w[c]·q[c]·x[c], dx[c] = g·w[c]·q[c], lse = W; w = 1 without weights.</summary>
    private static void Dense(GpuBlock<float, float> block)
    {
        for (long sample = ((long)Grid.IdxX * GroupSize) + Group.IdxX; sample < block.Count; sample += (long)Grid.DimX * GroupSize)
        {
            long first = (sample / block.Stride * 3 * block.Stride) + (sample % block.Stride);
            float loss = 0;
            for (int c = 0; c < 3; c++)
            {
                long i = first + (c * block.Stride);
                float q = block.Dense[i] * (block.ClassWeights.Length > 0 ? block.ClassWeights[c] : 1);
                loss += q * block.Input[i];
                if (block.Gradient.Length > 0)
                {
                    block.Gradient[i] = q * (block.SampleUpstream.Length > 0 ? block.SampleUpstream[sample] : block.Numbers[0]);
                }
            }

            if (block.Losses.Length > 0)
            {
                block.Losses[sample] = loss;
            }

            if (block.LogSumExps.Length > 0)
            {
                block.LogSumExps[sample] = block.Numbers[1];
            }
        }
    }

    /// <summary>l = Σ_c x[c]² over three classes.</summary>
    private static void Squares(GpuBlock<float, float> block)
    {
        for (long row = ((long)Grid.IdxX * GroupSize) + Group.IdxX; row < block.Count; row += (long)Grid.DimX * GroupSize)
        {
            float loss = 0;
            for (int c = 0; c < 3; c++)
            {
                loss += block.Input[(row * 3) + c] * block.Input[(row * 3) + c];
            }

            block.Losses[row] = loss;
        }
    }

    /// <summary>l = w·(x - y) + v, dx = g·w, with w = 1 and v = 0 where there are none.</summary>
    private static void WeightedDifference<TReduction>(GpuBlock<float, float> block)
        where TReduction : struct, IRowReduction
    {
        float sum = 0;
        for (long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX; i < block.Count && block.Refusal[0] == 0; i += (long)Grid.DimX * GroupSize)
        {
            float w = block.Weights.Length > 0 ? block.Weights[i / block.WeightStride % block.Weights.Length] : 1;
            float v = block.PosWeights.Length > 0 ? block.PosWeights[i / block.PosWeightStride % block.PosWeights.Length] : 0;
            float loss = (w * (block.Input[i] - block.Dense[i])) + v;
            sum += loss;
            if (block.ElementLosses.Length > 0)
            {
                block.ElementLosses[i] = loss;
            }

            if (block.Gradient.Length > 0)
            {
                block.Gradient[i] = w * (block.ClassUpstream.Length > 0 ? block.ClassUpstream[i] : block.Numbers[0]);
            }
        }

        TReduction reduction = default;
        sum = reduction.Sum(sum, GroupSize);
        if (Group.IdxX == 0 && block.Sums.Length > 0)
        {
            block.Sums[Grid.IdxX] = sum;
        }
    }

    /// <summary>The number of elements that are not 0.</summary>
    private static void CountBits<TReduction>(GpuBlock<ushort, float> block)
        where TReduction : struct, IRowReduction
    {
        long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX;
        TReduction reduction = default;
        float count = reduction.Sum(i < block.Count && block.Input[i] != 0 ? 1f : 0f, GroupSize);
        if (Group.IdxX == 0)
        {
            block.Sums[Grid.IdxX] = count;
        }
    }

    /// <summary>y = 2x; backward dx = y·u.</summary>
    private static void Map(GpuBlock<float, float> block)
    {
        for (long row = ((long)Grid.IdxX * GroupSize) + Group.IdxX; row < block.Count; row += (long)Grid.DimX * GroupSize)
        {
            for (int c = 0; c < 3; c++)
            {
                long i = (row * 3) + c;
                if (block.Output.Length > 0)
                {
                    block.Output[i] = 2 * block.Input[i];
                }
                else
                {
                    block.Gradient[i] = block.Input[i] * block.ClassUpstream[i];
                }
            }
        }
    }
}
