using System.Diagnostics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

[Collection(ThreadsSetting.Name)]
public sealed unsafe class TeamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What the pieces of a test do to each other; the tests of a collection run one by one.
    private static int[] counts = [];
    private static HashSet<Thread> seen = [];
    private static int wanted;
    private static Thread? caller;

    [Fact]
    public void EveryPiece_IsRunOnce()
    {
        for (int threads = 2; threads <= 7; threads++)
        {
            foreach (int pieces in (int[])[1, 2, 3, 7, 8, 100, 1000])
            {
                counts = new int[pieces];
                Assert.True(Team.TryRun(new Split(threads, Wakes: true), pieces, &Count, null));
                Assert.All(counts, count => Assert.Equal(1, count));
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Pieces_RunOnAsManyThreadsAsAsked(int threads)
    {
        Meet(threads);
        Assert.Equal(threads, seen.Count);
        Assert.Contains(Thread.CurrentThread, seen);
    }

    [Fact]
    public void ThreadsOfTheTeam_AreKeptAndEndWithTheProcess()
    {
        Meet(3);
        HashSet<Thread> first = seen;
        Meet(3);
        Assert.Equal(first, seen);
        Assert.All(first.Where(thread => thread != Thread.CurrentThread), thread => Assert.True(thread.IsBackground));
    }

    [Fact]
    public void ThreadsThatSleep_AreWoken()
    {
        Meet(3);
        Thread.Sleep(50);
        Meet(3);
        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public void ThreadsThatSleep_AreLeftAloneForLittleWork()
    {
        Meet(3);
        Thread.Sleep(200);
        seen = [];
        Assert.True(Team.TryRun(new Split(3, Wakes: false), 100, &Note, null));
        Assert.Equal([Thread.CurrentThread], seen);
    }

    [Fact]
    public void FewerThreadsThanBefore_AreNoMoreThanAsked()
    {
        Meet(6);
        for (int i = 0; i < 100; i++)
        {
            seen = [];
            Assert.True(Team.TryRun(new Split(2, Wakes: true), 50, &Note, null));
            Assert.InRange(seen.Count, 1, 2);
        }
    }

    [Fact]
    public void RunInsideAPiece_IsRefused()
    {
        counts = new int[2];
        wanted = 3;
        seen = [];
        Assert.True(Team.TryRun(new Split(3, Wakes: true), 3, &RunAgain, null));

        // On the caller's thread as on the others.
        Assert.Equal([3, 0], counts);
    }

    [Fact]
    public void ExceptionOfAnotherThread_ReachesTheCaller()
    {
        caller = Thread.CurrentThread;
        for (int i = 0; i < 20; i++)
        {
            wanted = 3;
            seen = [];
            OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => Team.TryRun(new Split(3, Wakes: true), 30, &ThrowElsewhere, null));
            Assert.Contains(nameof(ThrowElsewhere), e.StackTrace, StringComparison.Ordinal);
            Meet(3);
            Assert.Equal(3, seen.Count);
        }
    }

    [Fact]
    public void ExceptionOfTheCaller_LeavesNoThreadAtWork()
    {
        caller = Thread.CurrentThread;
        for (int i = 0; i < 20; i++)
        {
            wanted = 3;
            seen = [];
            Assert.Throws<InvalidTimeZoneException>(() => Team.TryRun(new Split(3, Wakes: true), 30, &ThrowHere, null));
            counts = new int[500];
            Assert.True(Team.TryRun(new Split(3, Wakes: true), 500, &Count, null));
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void CallersOfManyThreads_HaveTheTeamOneAtATime()
    {
        int held = 0, refused = 0, wrong = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 3000; i++)
            {
                long sum = 0;
                if (!Team.TryRun(new Split(3, Wakes: i % 2 == 0), 20, &AddOne, &sum))
                {
                    Interlocked.Increment(ref refused);
                }
                else
                {
                    Interlocked.Increment(ref held);
                    Interlocked.Add(ref wrong, sum == 20 ? 0 : 1);
                }
            }
        }))];
        Array.ForEach(callers, thread => thread.Start());
        Array.ForEach(callers, thread => thread.Join());
        Assert.Equal(0, wrong);
        Assert.Equal(12_000, held + refused);
        Assert.InRange(held, 1, 12_000);
    }

    [Fact]
    public void InterruptedCaller_StillWaitsForTheOthers()
    {
        int wrong = 0;
        Thread thread = new(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                Thread.CurrentThread.Interrupt();
                long sum = 0;
                wrong += Team.TryRun(new Split(4, Wakes: true), 40, &AddOne, &sum) && sum == 40 ? 0 : 1;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, wrong);
    }

    /// <summary>Runs pieces that wait until this many threads have come.</summary>
    private static void Meet(int threads)
    {
        wanted = threads;
        seen = [];
        Assert.True(Team.TryRun(new Split(threads, Wakes: true), threads, &Meet, null));
    }

    private static void Count(void* context, nint piece) => Interlocked.Increment(ref counts[piece]);

    private static void AddOne(void* sum, nint piece) => Interlocked.Increment(ref *(long*)sum);

    private static void Note(void* context, nint piece)
    {
        lock (seen)
        {
            seen.Add(Thread.CurrentThread);
        }
    }

    private static void Meet(void* context, nint piece)
    {
        Note(context, piece);
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            lock (seen)
            {
                if (seen.Count >= wanted)
                {
                    return;
                }
            }

            Thread.Sleep(0);
        }
    }

    private static void RunAgain(void* context, nint piece)
    {
        Meet(context, piece);
        Interlocked.Increment(ref counts[Team.TryRun(new Split(2, Wakes: true), 2, &Count, null) ? 1 : 0]);
    }

    private static void ThrowElsewhere(void* context, nint piece)
    {
        Meet(context, piece);
        if (Thread.CurrentThread != caller)
        {
            Scratch.Rent<byte>(nint.MaxValue / 2);
        }
    }

    private static void ThrowHere(void* context, nint piece)
    {
        Meet(context, piece);
        if (Thread.CurrentThread == caller)
        {
            throw new InvalidTimeZoneException();
        }
    }
}
