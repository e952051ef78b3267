using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>The group of the lane that asks.</summary>
public static class Group
{
    /// <summary>The lane's index in its group.</summary>
    public static int IdxX => Lane.Current("Group.IdxX").Index;

    /// <summary>The number of lanes of the group.</summary>
    public static int DimX => Lane.Current("Group.DimX").Group.Size;

    /// <summary>The lane's index in its group.</summary>
    public static int LinearIndex => Lane.Current("Group.LinearIndex").Index;

    /// <summary>Whether the lane is the group's first.</summary>
    public static bool IsFirstThread => IdxX == 0;

    /// <summary>Whether the lane is the group's last.</summary>
    public static bool IsLastThread => IdxX == DimX - 1;

    /// <summary>Waits for all lanes of the group, and orders what they do to memory.</summary>
    /// <param name="file">The file of the call; the compiler's.</param>
    /// <param name="line">The line of the call; the compiler's.</param>
    public static void Barrier([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Lane lane = Lane.Current("Group.Barrier");
        lane.Group.Barrier(lane, new CodePlace("Group.Barrier", file, line));
    }
}
