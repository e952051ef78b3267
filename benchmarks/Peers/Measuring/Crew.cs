using System.Diagnostics;

namespace Peers.Measuring;

/// <summary>Threads that do the same thing at the same time, each its part: how the machine's limits are measured with more than one.</summary>
internal static class Crew
{
    /// <summary>Runs <paramref name="work"/> of part 0, 1, … on a thread each, this one included, and returns the nanoseconds from when all are ready until the last is done.</summary>
    public static double Time(int threads, Action<int> work)
    {
        if (threads == 1)
        {
            long alone = Stopwatch.GetTimestamp();
            work(0);
            return Stopwatch.GetElapsedTime(alone).TotalNanoseconds;
        }

        int ready = 0, done = 0;
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            int part = i + 1;
            others[i] = new Thread(() =>
            {
                Meet(ref ready, threads);
                work(part);
                Interlocked.Increment(ref done);
            });
            others[i].Start();
        }

        Meet(ref ready, threads);
        long start = Stopwatch.GetTimestamp();
        work(0);
        Interlocked.Increment(ref done);
        while (Volatile.Read(ref done) < threads)
        {
            Thread.SpinWait(1);
        }

        double ns = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Array.ForEach(others, thread => thread.Join());
        return ns;
    }

    private static void Meet(ref int ready, int threads)
    {
        Interlocked.Increment(ref ready);
        while (Volatile.Read(ref ready) < threads)
        {
            Thread.SpinWait(1);
        }
    }
}
