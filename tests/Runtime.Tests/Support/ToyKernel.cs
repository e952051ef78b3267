using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>What a kernel saw of one block. Targets and weights are copied: they may be scratch.</summary>
internal sealed record SeenBlock(
    nint Input, nint TargetsAddress, nint Gradient, nint Losses, nint Upstream, nint DenseTargets, nint LogSumExps, nint Hits, nint Entropies, nint Count, nint Stride, double Scale, double WeightSum)
{
    public long[] Targets { get; init; } = [];

    public double[]? TargetWeights { get; init; }
}

/// <summary>
/// Stand-ins for generated kernels. The toy loss is linear, so that results can be told by hand: l = v·x[t] (v = w[t], or 1) and dx = g·v at t, 0 elsewhere;
/// with probabilities l = Σ w[c]·q[c]·x[c] and dx = g·w[c]·q[c]. The outputs are no less simple: for "log-sum-exps" Σ x[c], for "hits" 1 where the target is no class but ignored, for "entropies" -l.
/// </summary>
internal static unsafe class ToyKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>C: a generated kernel has it as a constant.</summary>
    [ThreadStatic]
    public static int Classes;

    [ThreadStatic]
    private static List<SeenBlock>? seen;

    public static List<SeenBlock> Seen => seen ??= [];

    public static double Compute(Block<T>* b)
    {
        double total = 0;
        for (nint i = 0; i < b->Count; i++)
        {
            long target = b->Targets == null ? -1 : sizeof(T) == 8 ? ((long*)b->Targets)[i] : ((int*)b->Targets)[i];
            T scale = b->Upstream != null ? b->Upstream[i] : b->Scale;
            double loss = 0;
            T sum = T.Zero;
            for (nint c = 0; c < Classes; c++)
            {
                nint at = b->Stride == 1 ? (i * Classes) + c : (c * b->Stride) + i;
                T factor = b->DenseTargets != null
                    ? b->DenseTargets[at] * (b->ClassWeights != null ? b->ClassWeights[c] : T.One)
                    : c == target ? (b->TargetWeights != null ? b->TargetWeights[i] : T.One) : T.Zero;
                bool matters = b->DenseTargets != null || c == target;
                sum += b->Input[at];
                loss += matters ? double.CreateTruncating(factor * b->Input[at]) : 0;
                if (b->Gradient != null)
                {
                    b->Gradient[at] = matters ? scale * factor : T.Zero;
                }
            }

            if (b->Losses != null)
            {
                b->Losses[i] = T.CreateTruncating(loss);
            }

            if (b->LogSumExps != null)
            {
                b->LogSumExps[i] = sum;
            }

            if (b->Hits != null)
            {
                b->Hits[i] = target < 0 ? T.One : T.Zero;
            }

            if (b->Entropies != null)
            {
                b->Entropies[i] = T.CreateTruncating(-loss);
            }

            total += loss;
        }

        return total;
    }

    /// <summary>A loss without targets: l = Σ x[c]² and dx = g·2·x[c].</summary>
    public static double SumOfSquares(Block<T>* b)
    {
        double total = 0;
        for (nint i = 0; i < b->Count; i++)
        {
            T scale = b->Upstream != null ? b->Upstream[i] : b->Scale;
            double loss = 0;
            for (nint c = 0; c < Classes; c++)
            {
                nint at = b->Stride == 1 ? (i * Classes) + c : (c * b->Stride) + i;
                T x = b->Input[at];
                loss += double.CreateTruncating(x * x);
                if (b->Gradient != null)
                {
                    b->Gradient[at] = scale * (x + x);
                }
            }

            if (b->Losses != null)
            {
                b->Losses[i] = T.CreateTruncating(loss);
            }

            total += loss;
        }

        return total;
    }

    /// <summary>Notes the block; reads neither logits nor gradient. Returns the number of samples that are not ignored.</summary>
    public static double Record(Block<T>* b)
    {
        long[] targets = new long[b->Targets == null ? 0 : (int)b->Count];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = sizeof(T) == 8 ? ((long*)b->Targets)[i] : ((int*)b->Targets)[i];
        }

        double[]? weights = b->TargetWeights == null ? null : new double[(int)b->Count];
        for (int i = 0; i < weights?.Length; i++)
        {
            weights[i] = double.CreateTruncating(b->TargetWeights[i]);
        }

        Seen.Add(new SeenBlock(
            (nint)b->Input,
            (nint)b->Targets,
            (nint)b->Gradient,
            (nint)b->Losses,
            (nint)b->Upstream,
            (nint)b->DenseTargets,
            (nint)b->LogSumExps,
            (nint)b->Hits,
            (nint)b->Entropies,
            b->Count,
            b->Stride,
            double.CreateTruncating(b->Scale),
            double.CreateTruncating(b->WeightSum))
        {
            Targets = targets,
            TargetWeights = weights,
        });
        return targets.Count(t => t >= 0);
    }

    /// <summary>Touches nothing but the count.</summary>
    public static double Count(Block<T>* b) => b->Count;
}
