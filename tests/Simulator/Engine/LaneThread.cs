using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gen.CrossEntropy.Simulator;

/// <summary>
/// A thread that lanes run on. A lane that waits in the middle of a kernel keeps its thread, and with it its stack; one that ends leaves the thread to the next that begins. Threads are kept for later launches.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class LaneThread
{
    private const int StackBytes = 256 * 1024;

    private static readonly ConcurrentStack<LaneThread> Idle = new();

    private readonly Baton baton = new();
    private Lane? assigned;

    private LaneThread()
    {
        // A background thread: it keeps no process alive. Without the context of the test that happens to need it first.
        new Thread(Loop, StackBytes) { IsBackground = true, Name = "Simulated lane" }.UnsafeStart();
    }

    /// <summary>Lets a lane begin on a thread that has none.</summary>
    public static void Begin(Lane lane)
    {
        LaneThread thread = Idle.TryPop(out LaneThread? idle) ? idle : new LaneThread();
        thread.assigned = lane;
        lane.Thread = thread;
        thread.baton.HandOver();
    }

    /// <summary>Lets the lane that waits on this thread go on.</summary>
    public void Resume() => baton.HandOver();

    /// <summary>Waits, on this thread, until it may go on.</summary>
    public void Suspend() => baton.Await();

    private void Loop()
    {
        while (true)
        {
            baton.Await();
            Lane? lane = assigned;
            while (lane is not null)
            {
                lane.Thread = this;
                lane.Run();
                GroupRun group = lane.Group;
                Lane? next = group.Leave(lane);
                if (next is { State: LaneState.Waiting })
                {
                    next.State = LaneState.Running;
                    lane = next;
                    continue;
                }

                // From here on the thread may be given another lane at any time.
                Idle.Push(this);
                if (next is null)
                {
                    group.End();
                }
                else
                {
                    next.Thread!.Resume();
                }

                lane = null;
            }
        }
    }
}
