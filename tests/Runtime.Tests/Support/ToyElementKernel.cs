using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>A stand-in for the kernels of elementwise losses: l = w·v·x·y and dx = g·w·v·y, with 1 for weights that are not there.</summary>
internal static unsafe class ToyElementKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements that fill vectors of any width.</summary>
    private const int Group = 16;

    [ThreadStatic]
    private static List<SeenElements>? seen;

    /// <summary>What the kernel saw since a test cleared it.</summary>
    public static List<SeenElements> Seen => seen ??= [];

    public static double Compute(Block<T>* b)
    {
        Seen.Add(new SeenElements((nint)b->Input, (nint)b->Weights, b->Count, b->Stride, double.CreateTruncating(b->Scale), Copy(b->Weights, b->Count), Copy(b->PosWeights, b->Count)));
        double total = 0;
        for (nint i = 0; i < b->Count; i++)
        {
            T factor = b->DenseTargets[i] * (b->Weights == null ? T.One : b->Weights[i]) * (b->PosWeights == null ? T.One : b->PosWeights[i]);
            T loss = factor * b->Input[i];
            total += double.CreateTruncating(loss);
            if (b->Losses != null)
            {
                b->Losses[i] = loss;
            }

            if (b->Gradient != null)
            {
                b->Gradient[i] = factor * (b->Upstream == null ? b->Scale : b->Upstream[i]);
            }
        }

        // As vectors do, it writes to the end of the last one.
        for (nint i = b->Count; i % Group != 0; i++)
        {
            if (b->Losses != null)
            {
                b->Losses[i] = -T.One;
            }

            if (b->Gradient != null)
            {
                b->Gradient[i] = -T.One;
            }
        }

        return total;
    }

    private static double[]? Copy(T* values, nint count)
    {
        if (values == null)
        {
            return null;
        }

        double[] copy = new double[count];
        for (int i = 0; i < count; i++)
        {
            copy[i] = double.CreateTruncating(values[i]);
        }

        return copy;
    }
}

/// <summary>What a kernel saw of one block of elements.</summary>
internal sealed record SeenElements(nint Input, nint WeightsAddress, nint Count, nint Stride, double Scale, double[]? Weights, double[]? PosWeights);
