namespace ILGPU;

/// <summary>How elements of one dimension follow each other.</summary>
public interface IStride1D;

/// <summary>How elements of one dimension follow each other.</summary>
public static class Stride1D
{
    /// <summary>One directly after the other.</summary>
    public readonly struct Dense : IStride1D;
}
