using System.Numerics;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>
/// The warp of the lane that asks: 32 lanes that read each other's values. Where devices differ (a source outside the warp), a call is refused; where all give the lane its own value (a lane too far down or
/// up), it does.
/// </summary>
public static class Warp
{
    /// <summary>The number of lanes of a warp.</summary>
    public static int WarpSize => Check("Warp.WarpSize") is null ? 0 : Access.LanesPerWarp;

    /// <summary>The lane's index in its warp.</summary>
    public static int LaneIdx => Check("Warp.LaneIdx").Index % Access.LanesPerWarp;

    /// <summary>The index of the warp in the group.</summary>
    public static int WarpIdx => Check("Warp.WarpIdx").Index / Access.LanesPerWarp;

    /// <summary>Whether the lane is the warp's first.</summary>
    public static bool IsFirstLane => LaneIdx == 0;

    /// <summary>Whether the lane is the warp's last.</summary>
    public static bool IsLastLane => LaneIdx == Access.LanesPerWarp - 1;

    /// <summary>Waits for all lanes of the warp, and orders what they do to memory.</summary>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    public static void Barrier([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Lane lane = Check("Warp.Barrier");
        lane.Warp.Barrier(lane, new CodePlace("Warp.Barrier", file, line));
    }

    /// <summary>The value of a given lane.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="sourceLane">The lane.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T Shuffle<T>(T variable, int sourceLane, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged => Shuffle(variable, sourceLane, Access.LanesPerWarp, file, line);

    /// <summary>The value of a given lane of a part of the warp.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="sourceLane">The lane, within the part.</param>
    /// <param name="width">The number of lanes of a part: a power of two.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T Shuffle<T>(T variable, int sourceLane, int width, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged
    {
        (Lane lane, int own, CodePlace here) = Enter("Warp.Shuffle", sourceLane, width, file, line);
        return lane.Warp.Exchange(lane, variable, (own & -width) + sourceLane, here);
    }

    /// <summary>The value of the lane so many further down; its own where there is none.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="delta">How many further.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleDown<T>(T variable, int delta, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged => ShuffleDown(variable, delta, Access.LanesPerWarp, file, line);

    /// <summary>The value of the lane so many further down in a part of the warp; its own where there is none.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="delta">How many further.</param>
    /// <param name="width">The number of lanes of a part: a power of two.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleDown<T>(T variable, int delta, int width, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged
    {
        (Lane lane, int own, CodePlace here) = Enter("Warp.ShuffleDown", delta, width, file, line);
        return lane.Warp.Exchange(lane, variable, (own & (width - 1)) + delta < width ? own + delta : own, here);
    }

    /// <summary>The value of the lane so many further up; its own where there is none.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="delta">How many further.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleUp<T>(T variable, int delta, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged => ShuffleUp(variable, delta, Access.LanesPerWarp, file, line);

    /// <summary>The value of the lane so many further up in a part of the warp; its own where there is none.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="delta">How many further.</param>
    /// <param name="width">The number of lanes of a part: a power of two.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleUp<T>(T variable, int delta, int width, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged
    {
        (Lane lane, int own, CodePlace here) = Enter("Warp.ShuffleUp", delta, width, file, line);
        return lane.Warp.Exchange(lane, variable, (own & (width - 1)) >= delta ? own - delta : own, here);
    }

    /// <summary>The value of the lane whose index differs in the bits of a mask.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="mask">The bits.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleXor<T>(T variable, int mask, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged => ShuffleXor(variable, mask, Access.LanesPerWarp, file, line);

    /// <summary>The value of the lane of a part of the warp whose index differs in the bits of a mask.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="variable">This lane's value.</param>
    /// <param name="mask">The bits.</param>
    /// <param name="width">The number of lanes of a part: a power of two.</param>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    /// <returns>That lane's value.</returns>
    public static T ShuffleXor<T>(T variable, int mask, int width, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : unmanaged
    {
        (Lane lane, int own, CodePlace here) = Enter("Warp.ShuffleXor", mask, width, file, line);
        return lane.Warp.Exchange(lane, variable, own ^ mask, here);
    }

    private static (Lane Lane, int Own, CodePlace Site) Enter(string call, int operand, int width, string file, int line)
    {
        Lane lane = Check(call);
        CodePlace here = new(call, file, line);
        return width is >= 1 and <= Access.LanesPerWarp && BitOperations.IsPow2(width) && operand >= 0 && operand < width
            ? (lane, lane.Index % Access.LanesPerWarp, here)
            : throw new SimulatorException($"{lane.Group.Name(lane)} shuffles by {operand} among {width} lanes, which devices disagree on: {here}.");
    }

    private static Lane Check(string call)
    {
        Lane lane = Lane.Current(call);
        return lane.Group.Shuffles
            ? lane
            : throw new SimulatorException($"{lane.Group.Name(lane)} uses {call} on a device without shuffles, as OpenCL's are.");
    }
}
