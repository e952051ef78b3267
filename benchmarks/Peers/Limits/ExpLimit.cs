using Gen.CrossEntropy;
using Peers.Measuring;

namespace Peers.Limits;

/// <summary>What arithmetic allows: Σ exp(x - m) over numbers in the nearest cache, at the width of the kernels.</summary>
internal static unsafe class ExpLimit
{
    private const int Count = 2048;

    // As large as doubles need.
    private static readonly TensorBuffer<double> Numbers = Device.Cpu.Allocate<double>(Count);

    /// <summary>Where sums go, so that nothing is left out.</summary>
    public static double Sum { get; private set; }

    /// <summary>A call is one exponential of the type that the loss computes in, on one thread.</summary>
    public static Contender Contender(DType dtype)
    {
        fixed (double* x = Numbers.Span)
        {
            // Native memory: it stays where it is.
            nint address = (nint)x;
            VectorWidth width = CpuDevice.Instance.VectorWidth;
            bool doubles = dtype == DType.Float64;
            return new("exp", calls => Crew.Time(1, _ =>
            {
                for (long i = 0; i < (calls + Count - 1) / Count; i++)
                {
                    Sum = doubles ? DoubleExps.Sum(width, (double*)address, Count) : SingleExps.Sum(width, (float*)address, Count);
                }
            }) * calls / ((calls + Count - 1) / Count * Count));
        }
    }
}
