using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>
/// A stand-in for kernels that may run on many threads: it reads and writes everything that a block has, and nearly every number that it computes depends on the order of additions inside the block.
/// </summary>
internal static unsafe class SharedKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>C: of all threads.</summary>
    public static int Classes { get; set; } = 1;

    public static double Compute(Block<T>* b)
    {
        double total = 0;
        T factor = b->Scale + b->WeightSum + T.One;
        for (nint i = 0; i < b->Count; i++)
        {
            long target = b->Targets == null ? 0 : sizeof(T) == 8 ? ((long*)b->Targets)[i] : ((int*)b->Targets)[i];
            T loss = T.CreateTruncating(target) * (b->TargetWeights == null ? T.One : b->TargetWeights[i]);
            for (nint c = 0; c < Classes; c++)
            {
                nint at = b->Stride == 1 ? (i * Classes) + c : (c * b->Stride) + i;
                T value = b->Input[at] * factor / T.CreateTruncating(c + 3);
                value += Of(b->DenseTargets, at) * Of(b->Weights, at) + Of(b->PosWeights, at) * Of(b->ClassWeights, c);
                loss += value;
                if (b->Gradient != null)
                {
                    // One per sample where targets are, else one per element.
                    b->Gradient[at] = value + Of(b->Upstream, b->Targets == null ? at : i);
                }

                if (b->Output != null)
                {
                    b->Output[at] = value;
                }
            }

            if (b->Losses != null)
            {
                b->Losses[i] = loss;
            }

            if (b->LogSumExps != null)
            {
                b->LogSumExps[i] = loss / factor;
            }

            total += double.CreateTruncating(loss) / 3;
        }

        return total;
    }

    private static T Of(T* values, nint i) => values == null ? T.One : values[i];
}
