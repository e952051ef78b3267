using Gen.CrossEntropy.Simulator;

namespace ILGPU;

/// <summary>The grid of the lane that asks.</summary>
public static class Grid
{
    /// <summary>The group's index in the grid.</summary>
    public static int IdxX => Lane.Current("Grid.IdxX").Group.Index;

    /// <summary>The number of groups of the grid.</summary>
    public static int DimX => Lane.Current("Grid.DimX").Group.GridSize;
}
