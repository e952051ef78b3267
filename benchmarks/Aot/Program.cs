using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Aot;
using Gen.CrossEntropy;

// A handful of losses, as this program was compiled: ahead of time or just in time.
string compiler = JitInfo.GetCompiledMethodCount() > 0 ? "just in time" : "ahead of time";
Console.WriteLine($"{compiler}, {string.Join(", ", CpuDevice.SupportedWidths)}; minimum and median of {Rounds.Count} rounds, ns per call");
Console.WriteLine("row        width            forward            forward+backward");
CpuDevice.Instance.Threads = 1;
foreach (VectorWidth width in CpuDevice.SupportedWidths)
{
    CpuDevice.Instance.VectorWidth = width;
    Row(1, 10, (x, t) => TenClasses.Forward(x, t), (x, t, dx) => TenClasses.ForwardBackward(x, t, dx));
    Row(1024, 3, (x, t) => ThreeClasses.Forward(x, t), (x, t, dx) => ThreeClasses.ForwardBackward(x, t, dx));
    Row(1024, 10, (x, t) => TenClasses.Forward(x, t), (x, t, dx) => TenClasses.ForwardBackward(x, t, dx));
    Row(512, 100, (x, t) => HundredClasses.Forward(x, t), (x, t, dx) => HundredClasses.ForwardBackward(x, t, dx));
    Row(64, 1000, (x, t) => ThousandClasses.Forward(x, t), (x, t, dx) => ThousandClasses.ForwardBackward(x, t, dx));
}

static void Row(int rows, int classes, Func<float[], long[], float> forward, Func<float[], long[], float[], float> forwardBackward)
{
    Random random = new(1);
    float[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => (random.NextSingle() * 8) - 4)], gradient = new float[logits.Length];
    long[] targets = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(classes))];
    string f = Rounds.Time(() => forward(logits, targets)), fb = Rounds.Time(() => forwardBackward(logits, targets, gradient));
    Console.WriteLine($"{rows}x{classes}".PadRight(11) + $"{CpuDevice.Instance.VectorWidth}".PadRight(10) + f.PadLeft(20) + fb.PadLeft(24));
}

/// <summary>Times of one call.</summary>
internal static class Rounds
{
    public const int Count = 25;

    /// <summary>Minimum and median.</summary>
    public static string Time(Func<float> call)
    {
        // Until nothing is compiled in the background any more.
        long compiled = -1;
        for (int i = 0, idle = 0; i < 20 && idle < 2; i++)
        {
            Run(call, 200);
            Thread.Sleep(120);
            long now = JitInfo.GetCompiledMethodCount();
            idle = now == compiled ? idle + 1 : 0;
            compiled = now;
        }

        int calls = 1;
        while (Run(call, calls) * calls < 1e6)
        {
            calls *= 2;
        }

        double[] ns = [.. Enumerable.Range(0, Count).Select(_ => Run(call, calls)).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{ns[0]:N0} / {ns[Count / 2]:N0}");
    }

    private static double Run(Func<float> call, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
