using System.Numerics;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>A call allocates nothing.</summary>
public sealed class AllocationTests
{
    private const int Samples = 300;

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Call_AllocatesNothing(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        if (dtype == DType.Float32)
        {
            Measure<float>(dtype);
        }
        else
        {
            Measure<double>(dtype);
        }
    }

    private static void Measure<T>(DType dtype)
        where T : unmanaged, INumber<T>
    {
        StartThreads<T>(Losses.Of(5, dtype, Reduction.Mean));
        Reduced<T>(Losses.Of(5, dtype, Reduction.Mean));
        Reduced<T>(Losses.Of(5, dtype, Reduction.Sum, 0.1));
        Reduced<T>(Losses.Of(407, dtype, Reduction.Mean));
        Reduced<T>(Losses.Of(41, dtype, Reduction.Mean, weightsPerCall: true));
        Unreduced<T>(Losses.Of(5, dtype, Reduction.None));
        Unreduced<T>(Losses.Of(41, dtype, Reduction.None));

        // Its scratch does not fit the stack's 16 KB.
        Unreduced<T>(Losses.Of(5000, dtype, Reduction.None));
    }

    /// <summary>A call that is worth any thread. The first that is, allocates; of smaller ones it depends on what else the machine does whether they wake threads.</summary>
    private static void StartThreads<T>(CompiledLoss loss)
        where T : unmanaged, INumber<T>
    {
        const int samples = 1 << 20;
        _ = loss.Reduced<T, int>().Forward(new T[samples * loss.Declaration.ClassCount], new int[samples], classWeights: []);
    }

    private static void Reduced<T>(CompiledLoss loss)
        where T : unmanaged, INumber<T>
    {
        int classCount = loss.Declaration.ClassCount;
        T[] x = new T[Samples * classCount], dx = new T[x.Length], w = loss.Declaration.ClassWeightsPerCall ? [.. Enumerable.Repeat(T.One, classCount)] : [];
        int[] t = new int[Samples];
        t[7] = -100;
        ReducedCalls<T, int> calls = loss.Reduced<T, int>();
        using TensorBuffer<T> xs = Device.Cpu.Allocate<T>(2, classCount, Samples / 2), dxs = Device.Cpu.Allocate<T>(2, classCount, Samples / 2), ws = Device.Cpu.Allocate<T>(classCount);
        using TensorBuffer<int> ts = Device.Cpu.Allocate<int>(2, Samples / 2);
        AssertNone(loss, () =>
        {
            _ = calls.Forward(x, t, classWeights: w);
            calls.Backward(x, t, T.One, dx, classWeights: w);
            _ = calls.ForwardBackward(x, t, dx, T.One, Samples, 3.5, w);
            _ = calls.Forward(xs, ts, null, w.Length > 0 ? ws : null);
            calls.Backward(xs, ts, T.One, dxs, 2, w.Length > 0 ? ws : null);
            _ = calls.ForwardBackward(xs, ts, dxs, T.One, null, w.Length > 0 ? ws : null);
        });
    }

    private static void Unreduced<T>(CompiledLoss loss)
        where T : unmanaged, INumber<T>
    {
        int classCount = loss.Declaration.ClassCount, samples = classCount > 1000 ? 4 : Samples;
        T[] x = new T[samples * classCount], dx = new T[x.Length], losses = new T[samples], u = new T[samples];
        long[] t = new long[samples];
        UnreducedCalls<T, long> calls = loss.Unreduced<T, long>();
        using TensorBuffer<T> xs = Device.Cpu.Allocate<T>(2, classCount, samples / 2), dxs = Device.Cpu.Allocate<T>(2, classCount, samples / 2);
        using TensorBuffer<T> us = Device.Cpu.Allocate<T>(2, samples / 2), ls = Device.Cpu.Allocate<T>(2, samples / 2);
        using TensorBuffer<long> ts = Device.Cpu.Allocate<long>(2, samples / 2);
        AssertNone(loss, () =>
        {
            calls.Forward(x, t, losses);
            calls.Backward(x, t, u, dx, samples);
            calls.ForwardBackward(x, t, u, losses, dx);
            calls.Forward(xs, ts, ls);
            calls.Backward(xs, ts, us, dxs);
            calls.ForwardBackward(xs, ts, us, ls, dxs);
        });
    }

    private static void AssertNone(CompiledLoss loss, Action calls)
    {
        for (int i = 0; i < 3; i++)
        {
            calls();
        }

        // What is made once in a process (a thread that was not needed before) falls into one attempt, and code that is not final yet may box; what calls allocate is in all of them.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 100 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
            {
                calls();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Thread.Sleep(least > 0 ? 10 : 0);
        }

        Assert.True(least == 0, $"{loss}: {least} bytes");
    }
}
