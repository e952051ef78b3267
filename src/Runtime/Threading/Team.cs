using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Gen.CrossEntropy.Threading;

/// <summary>The threads that calls are split among: of a call's caller, and workers that live as long as the process. One call at a time has them.</summary>
internal static unsafe class Team
{
    /// <summary>1 while a call has the team, and may use all that follows.</summary>
    private static int taken;

    private static Worker[] workers = [];
    private static Share[] shares = [];

    /// <summary>When the last call ended.</summary>
    private static long lastEnd;

    // The call that has the team.
    private static int members;
    private static delegate*<void*, nint, void> run;
    private static void* context;
    private static Exception? failure;

    /// <summary>Runs all pieces of a call: each once, on any of its threads, in any order. Returns when the last has ended.</summary>
    /// <remarks>Allocates only where it starts a thread that no call has needed before.</remarks>
    /// <param name="split">How many threads. Those that sleep are woken where it says so, or where this call follows another at once.</param>
    /// <param name="pieces">The number of pieces.</param>
    /// <param name="run">Runs a piece, given the context and its index.</param>
    /// <param name="context">For <paramref name="run"/>.</param>
    /// <returns>False if another call has the team, maybe one that this one is part of: then nothing was run.</returns>
    public static bool TryRun(Split split, nint pieces, delegate*<void*, nint, void> run, void* context)
    {
        if (Interlocked.CompareExchange(ref taken, 1, 0) != 0)
        {
            return false;
        }

        Exception? thrown;
        try
        {
            bool wakes = split.Wakes || Stopwatch.GetTimestamp() - lastEnd < Worker.AwakeTicks;
            members = Muster((int)nint.Min(split.Threads, pieces), starts: wakes);
            Team.run = run;
            Team.context = context;
            for (int i = 0; i < members; i++)
            {
                shares[i].Open((long)pieces * i / members, (long)pieces * (i + 1) / members);
            }

            for (int i = 1; i < members; i++)
            {
                workers[i - 1].Post(wakes);
            }

            Work(0);
            for (int i = 1; i < members; i++)
            {
                workers[i - 1].Recall();
            }

            thrown = failure;
            failure = null;
            lastEnd = Stopwatch.GetTimestamp();
        }
        finally
        {
            Volatile.Write(ref taken, 0);
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }

        return true;
    }

    /// <summary>Counts the threads, and starts those that are missing.</summary>
    /// <returns>How many there are, the caller's included; fewer than asked for where none may be started, or the system gives no more.</returns>
    private static int Muster(int threads, bool starts)
    {
        if (shares.Length < threads)
        {
            shares = new Share[threads];
        }

        while (starts && workers.Length < threads - 1)
        {
            int member = workers.Length + 1;
            try
            {
                workers = [.. workers, new Worker(member, () => Work(member))];
            }
            catch (OutOfMemoryException)
            {
                break;
            }
        }

        return Math.Min(threads, workers.Length + 1);
    }

    /// <summary>Runs the pieces of a member's share, then what is left of the others'.</summary>
    private static void Work(int member)
    {
        try
        {
            for (int i = 0; i < members; i++)
            {
                ref Share share = ref shares[(member + i) % members];
                while (share.TryClaim(out long piece))
                {
                    run(context, (nint)piece);
                }
            }
        }
        catch (Exception e)
        {
            // The call's caller throws it, once no thread works for it any more.
            Interlocked.CompareExchange(ref failure, e, null);
            foreach (ref Share share in shares.AsSpan(0, members))
            {
                share.Close();
            }
        }
    }
}
