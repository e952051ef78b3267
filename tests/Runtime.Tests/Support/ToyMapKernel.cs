using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>A stand-in for the kernels of softmaxes: y[c] = 2·x[c] + i for the sample i of the block, and dx[c] = y[c]·u[c].</summary>
internal static unsafe class ToyMapKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [ThreadStatic]
    public static int Classes;

    public static double Compute(Block<T>* b)
    {
        for (nint i = 0; i < b->Count; i++)
        {
            for (nint c = 0; c < Classes; c++)
            {
                nint at = b->Stride == 1 ? (i * Classes) + c : (c * b->Stride) + i;
                if (b->Output != null)
                {
                    b->Output[at] = b->Input[at] + b->Input[at] + T.CreateTruncating(i);
                }

                if (b->Gradient != null)
                {
                    b->Gradient[at] = b->Input[at] * b->Upstream[at];
                }
            }
        }

        return 0;
    }
}
