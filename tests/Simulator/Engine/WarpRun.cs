using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Simulator;

/// <summary>The lanes of a group that shuffle among themselves.</summary>
/// <param name="group">The group.</param>
/// <param name="first">The index in the group of the first.</param>
/// <param name="lanes">How many: fewer than 32 at the end of a group that is no multiple.</param>
internal sealed unsafe class WarpRun(GroupRun group, int first, int lanes)
{
    /// <summary>The largest value that a shuffle moves.</summary>
    private const int MaxBytes = 64;

    // What each lane brought. Two of them in turns: a lane may bring the next value before another has taken this one.
    private readonly byte[] values = new byte[2 * Access.LanesPerWarp * MaxBytes];

    private readonly Lane[] order = new Lane[lanes];
    private int known;
    private int arrived;
    private int turn;
    private CodePlace site;

    /// <summary>How often its lanes have synchronised.</summary>
    public int Epoch { get; private set; }

    /// <summary>Makes it ready for another group, whose lanes are to be added.</summary>
    public void Reset()
    {
        known = 0;
        arrived = 0;
        turn = 0;
        Epoch = 0;
    }

    /// <summary>Adds a lane to the order in which they go on after each shuffle.</summary>
    public void Add(Lane lane) => order[known++] = lane;

    /// <summary>Waits for all lanes of the warp; orders their accesses to memory.</summary>
    public void Barrier(Lane lane, in CodePlace here) => Meet(lane, here, orders: true);

    /// <summary>Gives the value that the lane of the given index within the warp brought.</summary>
    public T Exchange<T>(Lane lane, T value, int source, in CodePlace here)
        where T : unmanaged
    {
        if (sizeof(T) > MaxBytes)
        {
            throw new SimulatorException($"{group.Name(lane)} shuffles {typeof(T).Name}, which is larger than {MaxBytes} bytes.");
        }

        if (source < 0 || source >= lanes)
        {
            throw new SimulatorException($"{group.Name(lane)} asks lane {source} of its warp, which has {lanes}, for a value: {here}.");
        }

        int slot = turn;
        Slot<T>(slot, lane.Index - first) = value;
        Meet(lane, here, group.ShufflesOrderMemory);
        return Slot<T>(slot, source);
    }

    private ref T Slot<T>(int slot, int lane)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref values[((slot * Access.LanesPerWarp) + lane) * MaxBytes]);

    private void Meet(Lane lane, in CodePlace here, bool orders)
    {
        group.EndSegment(lane);
        if (arrived == 0)
        {
            site = here;
        }
        else if (site != here)
        {
            throw new SimulatorException($"{group.Name(lane)} is at {here} while other lanes of its warp wait at {site}: all lanes of a warp shuffle together.");
        }

        lane.Site = here;
        lane.State = LaneState.AtWarp;
        if (++arrived < lanes)
        {
            group.GiveWay(lane);
            return;
        }

        arrived = 0;
        turn ^= 1;
        Epoch += orders ? 1 : 0;
        group.Release(lane, order);
    }
}
