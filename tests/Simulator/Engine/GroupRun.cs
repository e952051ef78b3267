using System.Globalization;

namespace Gen.CrossEntropy.Simulator;

/// <summary>
/// Runs one group at a time. Of its lanes one runs, up to where it waits or ends, and then hands over to the next: what a lane touches meanwhile is known to be its own, and every run is like the one before.
/// </summary>
internal sealed class GroupRun : IDisposable
{
    private readonly Launch launch;
    private readonly Lane[] lanes;
    private readonly Lane[] order;
    private readonly WarpRun[] warps;
    private readonly LaneQueue ready;
    private readonly Baton ended = new();
    private readonly Segment segment;
    private long interval;
    private int arrived;
    private int returned;
    private CodePlace barrier;
    private SimulatorException? fault;

    public GroupRun(Launch launch, int size, Segment segment)
    {
        this.launch = launch;
        this.segment = segment;
        lanes = new Lane[size];
        order = new Lane[size];
        warps = new WarpRun[(size + Access.LanesPerWarp - 1) / Access.LanesPerWarp];
        for (int i = 0; i < size; i++)
        {
            int warp = i / Access.LanesPerWarp, first = warp * Access.LanesPerWarp;
            lanes[i] = new Lane(this, i, warps[warp] ??= new WarpRun(this, first, Math.Min(Access.LanesPerWarp, size - first)));
        }

        ready = new LaneQueue(size);
        Shared = new SharedBlocks(this);
    }

    /// <summary>The group's index in the grid.</summary>
    public int Index { get; private set; }

    public int Size => lanes.Length;

    public int GridSize => launch.Groups;

    public Action Body => launch.Body;

    public string Kernel => launch.Kernel;

    public bool Shuffles => launch.Shuffles;

    public bool ShufflesOrderMemory => launch.ShufflesOrderMemory;

    public int MaxSharedBytes => launch.MaxSharedBytes;

    public Clock Clock => launch.Clock;

    public SharedBlocks Shared { get; }

    /// <summary>Runs the group to its end. Called by the thread that launches.</summary>
    /// <exception cref="SimulatorException">The group is at fault.</exception>
    public void Run(int index)
    {
        Index = index;
        arrived = returned = 0;
        interval = launch.NextInterval();
        Shared.Reset();
        foreach (WarpRun warp in warps)
        {
            warp.Reset();
        }

        ready.Clear();
        int place = 0;
        foreach (int lane in Order.Of(lanes.Length, launch.Seed, index))
        {
            lanes[lane].Reset();
            lanes[lane].Warp.Add(lanes[lane]);
            order[place++] = lanes[lane];
            ready.Add(lanes[lane]);
        }

        Start(ready.Take()!);
        ended.Await();
        if (fault is not null)
        {
            throw fault;
        }
    }

    /// <summary>Who and where, for messages.</summary>
    public string Name(Lane lane) => string.Create(CultureInfo.InvariantCulture, $"Kernel {Kernel}: lane {lane.Index} of group {Index}");

    /// <summary>Notes that the lane will read or write.</summary>
    public void Touch(Lane lane, Region region, long offset, int bytes) => segment.Touch(lane, region, offset, bytes);

    /// <summary>Judges what the lane has read and written since it last waited.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="only">Where given, only what it has of this region.</param>
    public void EndSegment(Lane lane, Region? only = null) => segment.End(lane, new RaceRules(this, launch.Number, interval), only);

    /// <summary>Waits for all lanes of the group.</summary>
    public void Barrier(Lane lane, in CodePlace here)
    {
        EndSegment(lane);
        if (arrived == 0)
        {
            barrier = here;
        }
        else if (barrier != here)
        {
            throw new SimulatorException($"{Name(lane)} is at {here} while other lanes of the group wait at {barrier}: all lanes of a group reach the same barriers.");
        }

        lane.Site = here;
        lane.State = LaneState.AtBarrier;
        if (++arrived < lanes.Length)
        {
            GiveWay(lane);
            return;
        }

        arrived = 0;
        interval = launch.NextInterval();
        Release(lane, order);
    }

    /// <summary>Lets lanes go on that waited, in this order; the one that came last goes on at once.</summary>
    public void Release(Lane last, ReadOnlySpan<Lane> waiting)
    {
        foreach (Lane lane in waiting)
        {
            lane.State = LaneState.Running;
            if (lane != last)
            {
                ready.Add(lane);
            }
        }
    }

    /// <summary>Hands over to another lane until this one is released.</summary>
    public void GiveWay(Lane lane)
    {
        Lane next = ready.Take() ?? throw Divergence();
        if (next.State == LaneState.Waiting)
        {
            Start(next);
        }
        else
        {
            next.Thread!.Resume();
        }

        lane.Thread!.Suspend();
        if (fault is not null)
        {
            throw new LaneAbandonedException();
        }
    }

    /// <summary>Counts a lane that has ended and says which goes on: none if it was the last.</summary>
    public Lane? Leave(Lane lane)
    {
        lane.State = LaneState.Returned;
        returned++;
        if (fault is null && returned < lanes.Length && ready.IsEmpty)
        {
            Fail(Divergence());
        }

        return ready.Take();
    }

    /// <summary>Says that the group has ended, to who runs it.</summary>
    public void End() => ended.HandOver();

    /// <summary>The group fails: its lanes are unwound, one after the other, where they wait.</summary>
    public void Fail(SimulatorException because)
    {
        if (fault is not null)
        {
            return;
        }

        fault = because;
        segment.Drop();
        ready.Clear();
        foreach (Lane lane in lanes)
        {
            // Those that wait, those that were released and did not get their turn; not the one that fails.
            if (lane.Thread is not null && lane.State != LaneState.Returned && lane != Lane.CurrentOrNull)
            {
                lane.State = LaneState.Running;
                ready.Add(lane);
            }
        }
    }

    public void Dispose()
    {
        Shared.Dispose();
        ended.Dispose();
    }

    private static void Start(Lane lane)
    {
        lane.State = LaneState.Running;
        LaneThread.Begin(lane);
    }

    /// <summary>No lane can go on, and not all have ended.</summary>
    private SimulatorException Divergence()
    {
        IEnumerable<string> parts = lanes
            .GroupBy(lane => (lane.State, Site: lane.State == LaneState.Returned ? default : lane.Site))
            .Select(same => $"{LaneSet.Format(same.Select(lane => lane.Index))} {(same.Key.State == LaneState.Returned ? "returned" : $"at {same.Key.Site}")}");
        return new SimulatorException($"Kernel {Kernel}: the lanes of group {Index} wait for each other for ever: {string.Join(", ", parts)}.");
    }
}
