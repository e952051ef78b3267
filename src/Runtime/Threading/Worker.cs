using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Gen.CrossEntropy.Threading;

/// <summary>A thread of the team, which waits for work: awake for a short while after the last, then asleep.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class Worker
{
    /// <summary>Has no work.</summary>
    private const int Idle = 0;

    /// <summary>Has no work, and must be woken for some.</summary>
    private const int Asleep = 1;

    /// <summary>Has been given work, and has not begun.</summary>
    private const int Posted = 2;

    /// <summary>Works.</summary>
    private const int Running = 3;

    /// <summary>How long a worker stays awake for more work: calls that follow each other find it so.</summary>
    public static readonly long AwakeTicks = Stopwatch.Frequency * 50 / 1_000_000;

    /// <summary>How long it does not even offer its processor to others meanwhile. Without the offer, on a busy machine, it keeps it from the very thread that would give it work.</summary>
    private static readonly long SpinTicks = Stopwatch.Frequency * 5 / 1_000_000;

    private readonly AutoResetEvent wake = new(initialState: false);
    private readonly Action work;

    // Changed atomically, and with full fences: a worker that begins sees what was written before it was posted, and who finds it idle sees what it wrote.
    private int state;

    /// <param name="index">The number of the worker, for its name.</param>
    /// <param name="work">What it does whenever it is given work; throws nothing.</param>
    public Worker(int index, Action work)
    {
        this.work = work;

        // A background thread: it keeps no process alive. Started without the context of the call that happens to need it first.
        new Thread(Loop) { IsBackground = true, Name = $"Gen.CrossEntropy {index}" }.UnsafeStart();
    }

    /// <summary>Gives it work. It has none.</summary>
    /// <param name="wakes">Whether to wake it for that; if not, and it sleeps, it gets none.</param>
    public void Post(bool wakes)
    {
        if ((wakes || Volatile.Read(ref state) != Asleep) && Interlocked.Exchange(ref state, Posted) == Asleep)
        {
            wake.Set();
        }
    }

    /// <summary>Takes the work back if it has not begun, else waits for its end.</summary>
    public void Recall()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Posted) == Posted)
        {
            return;
        }

        // It is at its last piece. Nothing that could throw, as a sleep of an interrupted thread does: it has addresses of this thread's stack.
        for (int i = 0; Volatile.Read(ref state) == Running; i++)
        {
            if (i < 200)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private void Loop()
    {
        while (true)
        {
            AwaitPost();
            if (Interlocked.CompareExchange(ref state, Running, Posted) == Posted)
            {
                work();

                // Not a plain release: it must not pass stores past the caches either.
                Interlocked.Exchange(ref state, Idle);
            }
        }
    }

    /// <summary>Returns when there may be work.</summary>
    private void AwaitPost()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref state) != Posted)
        {
            long waited = Stopwatch.GetTimestamp() - start;
            if (waited < SpinTicks)
            {
                Thread.SpinWait(1);
            }
            else if (waited < AwakeTicks)
            {
                Thread.Yield();
            }
            else if (Interlocked.CompareExchange(ref state, Asleep, Idle) == Idle)
            {
                wake.WaitOne();
                return;
            }
        }
    }
}
