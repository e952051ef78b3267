namespace Gen.CrossEntropy.Simulator;

/// <summary>A lane of the group that runs: what a kernel asks for by static names is asked of it.</summary>
internal sealed unsafe class Lane(GroupRun group, int index, WarpRun warp)
{
    [ThreadStatic]
    private static Lane? current;

    private readonly List<Region> locals = [];

    /// <summary>The lane that this thread runs, or null outside of kernels.</summary>
    public static Lane? CurrentOrNull => current;

    public GroupRun Group { get; } = group;

    public int Index { get; } = index;

    public WarpRun Warp { get; } = warp;

    public LaneState State { get; set; }

    /// <summary>Where it waits, while it does.</summary>
    public CodePlace Site { get; set; }

    /// <summary>The thread that it has, once it has begun.</summary>
    public LaneThread? Thread { get; set; }

    /// <summary>The lane that this thread runs.</summary>
    /// <param name="name">What the kernel asks for.</param>
    public static Lane Current(string name) =>
        current ?? throw new SimulatorException($"{name} exists inside kernels only, and this is host code.");

    /// <summary>Makes it ready for another group.</summary>
    public void Reset()
    {
        State = LaneState.Waiting;
        Thread = null;
    }

    /// <summary>Runs the kernel to its end on this thread.</summary>
    public void Run()
    {
        current = this;
        try
        {
            Group.Body();
            Group.EndSegment(this);
        }
        catch (LaneAbandonedException)
        {
        }
        catch (SimulatorException fault)
        {
            Group.Fail(fault);
        }
        catch (Exception thrown)
        {
            Group.Fail(new SimulatorException($"{Group.Name(this)} throws {thrown.GetType().Name} ({thrown.Message}), which no device does.", thrown));
        }
        finally
        {
            current = null;
            foreach (Region local in locals)
            {
                local.Dispose();
            }

            locals.Clear();
        }
    }

    /// <summary>Memory of the lane's own.</summary>
    public Region AllocateLocal<T>(int length)
        where T : unmanaged
    {
        Region local = new(RegionKind.Local, typeof(T), sizeof(T), length) { Clock = Group.Clock };
        locals.Add(local);
        return local;
    }
}
