using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Support;

/// <summary>Plain cross entropy over ten classes, as a generator might print it: a thread for each sample, and, in another kernel, the threads of a warp for each row.</summary>
internal static class TenClasses
{
    public const int C = 10;

    private const int GroupSize = 64;
    private const int WarpThreads = 32;
    private const float Log2E = 1.44269504f;
    private const float Ln2 = 0.693147181f;

    /// <summary>Leaves losses in memory, for the runtime to add.</summary>
    public static readonly GpuKernel<float, float> PerThread = new(Samples, Samples, GroupSize, GroupSize);

    /// <summary>Two groups for each multiprocessor: each takes many samples.</summary>
    public static readonly GpuKernel<float, float> Walking = new(Samples, Samples, GroupSize, GroupSize) { GroupsPerMultiprocessor = 2 };

    /// <summary>Adds the losses of each group itself.</summary>
    public static readonly GpuKernel<float, float> PerWarp = new(Rows<ShuffleReduction>, Rows<SharedReduction>, 2 * WarpThreads, 2) { SumsLosses = true };

    public static readonly GpuKernel<double, double> PerThreadDouble = new(SamplesDouble, SamplesDouble, GroupSize, GroupSize);

    public static readonly GpuKernel<ushort, float> PerThreadBFloat16 = new(SamplesBFloat16, SamplesBFloat16, GroupSize, GroupSize);

    public static void Samples(GpuBlock<float, float> block)
    {
        if (block.Refusal[0] != 0)
        {
            return;
        }

        for (long sample = ((long)Grid.IdxX * GroupSize) + Group.IdxX; sample < block.Count; sample += (long)Grid.DimX * GroupSize)
        {
            long x = (sample / block.Stride * C * block.Stride) + (sample % block.Stride);
            int t = block.Targets[sample];
            float m = block.Input[x];
            for (int c = 1; c < C; c++)
            {
                m = IntrinsicMath.Max(m, block.Input[x + (c * block.Stride)]);
            }

            float s = 0;
            for (int c = 0; c < C; c++)
            {
                s += IntrinsicMath.CPUOnly.Exp2((block.Input[x + (c * block.Stride)] - m) * Log2E);
            }

            float weight = t < 0 ? 0 : block.ClassWeights.Length > 0 ? block.ClassWeights[t] : 1;
            float lse = m + (IntrinsicMath.CPUOnly.Log2(s) * Ln2);
            if (block.Losses.Length > 0)
            {
                block.Losses[sample] = t < 0 ? 0 : weight * (lse - block.Input[x + (t * block.Stride)]);
            }

            if (block.LogSumExps.Length > 0)
            {
                block.LogSumExps[sample] = t < 0 ? 0 : lse;
            }

            if (block.Gradient.Length > 0)
            {
                float g = weight * (block.SampleUpstream.Length > 0 ? block.SampleUpstream[sample] : block.Numbers[0]);
                for (int c = 0; c < C; c++)
                {
                    float p = IntrinsicMath.CPUOnly.Exp2((block.Input[x + (c * block.Stride)] - m) * Log2E) / s;
                    block.Gradient[x + (c * block.Stride)] = t < 0 ? 0 : g * (p - (c == t ? 1f : 0f));
                }
            }
        }
    }

    public static void Rows<TReduction>(GpuBlock<float, float> block)
        where TReduction : struct, IRowReduction
    {
        TReduction reduction = default;
        float sum = 0;
        int lane = Group.IdxX % WarpThreads;
        for (long first = (long)Grid.IdxX * 2; first < block.Count; first += (long)Grid.DimX * 2)
        {
            long row = first + (Group.IdxX / WarpThreads);
            bool live = row < block.Count && block.Refusal[0] == 0;
            int t = live ? block.Targets[row] : -1;
            float x = live && lane < C ? block.Input[(row * C) + lane] : float.NegativeInfinity;
            float m = reduction.Max(x, WarpThreads);
            float e = live && lane < C ? IntrinsicMath.CPUOnly.Exp2((x - m) * Log2E) : 0;
            float s = reduction.Sum(e, WarpThreads);
            float atTarget = reduction.Sum(lane == t ? x : 0, WarpThreads);
            float loss = t < 0 ? 0 : m + (IntrinsicMath.CPUOnly.Log2(s) * Ln2) - atTarget;
            sum += lane == 0 ? loss : 0;
            if (live && lane == 0 && block.Losses.Length > 0)
            {
                block.Losses[row] = loss;
            }

            if (live && lane < C && block.Gradient.Length > 0)
            {
                block.Gradient[(row * C) + lane] = t < 0 ? 0 : block.Numbers[0] * ((e / s) - (lane == t ? 1f : 0f));
            }
        }

        double total = reduction.Sum((double)sum, Group.DimX);
        if (Group.IdxX == 0 && block.Sums.Length > 0)
        {
            block.Sums[Grid.IdxX] = total;
        }
    }

    /// <summary>The loss is x[t], the gradient the weight of the target times g.</summary>
    public static void SamplesDouble(GpuBlock<double, double> block)
    {
        for (long row = ((long)Grid.IdxX * GroupSize) + Group.IdxX; row < block.Count && block.Refusal[0] == 0; row += (long)Grid.DimX * GroupSize)
        {
            int t = block.Targets[row];
            if (block.Losses.Length > 0)
            {
                block.Losses[row] = t < 0 ? 0 : block.Input[(row * C) + t];
            }

            for (int c = 0; c < C && block.Gradient.Length > 0; c++)
            {
                block.Gradient[(row * C) + c] = c == t ? block.Numbers[0] : block.Numbers[1];
            }
        }
    }

    /// <summary>The loss is x[t], the gradient the bits of the input with the sign turned.</summary>
    public static void SamplesBFloat16(GpuBlock<ushort, float> block)
    {
        for (long row = ((long)Grid.IdxX * GroupSize) + Group.IdxX; row < block.Count && block.Refusal[0] == 0; row += (long)Grid.DimX * GroupSize)
        {
            int t = block.Targets[row];
            if (block.Losses.Length > 0)
            {
                block.Losses[row] = t < 0 ? 0 : Interop.IntAsFloat((uint)block.Input[(row * C) + t] << 16);
            }

            for (int c = 0; c < C && block.Gradient.Length > 0; c++)
            {
                block.Gradient[(row * C) + c] = (ushort)(block.Input[(row * C) + c] ^ 0x8000);
            }
        }
    }
}
