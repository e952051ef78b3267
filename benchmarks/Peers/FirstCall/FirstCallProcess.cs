using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy;
using Peers.Cases;
using Peers.Losses;

namespace Peers.FirstCall;

/// <summary>The calls of a process that has just started, each timed.</summary>
internal static class FirstCallProcess
{
    /// <summary>The calls that are told: the compiler is at work in the first, and replaces code behind the others.</summary>
    public static IReadOnlyList<int> Told { get; } = [1, 2, 10, 100, 1000, 3000];

    private const int Steady = 1000;

    /// <summary>Prints the nanoseconds of each told call, then the median once nothing changes any more.</summary>
    public static int Run(int classes, Pass pass)
    {
        float[] logits = new float[Rows(classes) * classes], gradient = new float[logits.Length];
        long[] targets = new long[Rows(classes)];
        Numbers.Fill<float>(logits);
        Func<float> call = Call(classes, pass, logits, targets, gradient);

        CpuDevice.Instance.Threads = 1;

        // The caller is not what is looked at.
        RuntimeHelpers.PrepareDelegate(call);
        double[] ns = new double[Told[^1]];
        Time(call, ns);
        Console.WriteLine(string.Join(' ', Told.Select(n => ns[n - 1])));

        double[] steady = new double[Steady];
        for (int i = 0; i < 5; i++)
        {
            Thread.Sleep(200);
            Time(call, steady);
        }

        Console.WriteLine(steady.Order().ElementAt(Steady / 2));
        return 0;
    }

    /// <summary>N of a batch of so many classes.</summary>
    public static int Rows(int classes) => Math.Clamp(65536 / classes, 2, 1024);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Time(Func<float> call, double[] ns)
    {
        double tick = 1e9 / Stopwatch.Frequency;
        for (int i = 0; i < ns.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            ns[i] = (Stopwatch.GetTimestamp() - start) * tick;
        }
    }

    private static Func<float> Call(int classes, Pass pass, float[] x, long[] t, float[] dx) => (classes, pass) switch
    {
        (10, Pass.Forward) => () => Float32x10.Forward(x, t),
        (10, _) => () => Float32x10.ForwardBackward(x, t, dx),
        (100, Pass.Forward) => () => Float32x100.Forward(x, t),
        (100, _) => () => Float32x100.ForwardBackward(x, t, dx),
        (1000, Pass.Forward) => () => Float32x1000.Forward(x, t),
        (1000, _) => () => Float32x1000.ForwardBackward(x, t, dx),
        (50257, Pass.Forward) => () => Float32x50257.Forward(x, t),
        (50257, _) => () => Float32x50257.ForwardBackward(x, t, dx),
        _ => throw new ArgumentOutOfRangeException(nameof(classes), classes, "There is no such loss here."),
    };
}
