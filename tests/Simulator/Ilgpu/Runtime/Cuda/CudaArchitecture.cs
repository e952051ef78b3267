namespace ILGPU.Runtime.Cuda;

/// <summary>A generation of NVIDIA's cards.</summary>
/// <param name="Major">The major number of its compute capability.</param>
/// <param name="Minor">The minor number.</param>
public readonly record struct CudaArchitecture(int Major, int Minor)
{
    /// <summary>Compute capability 7.5.</summary>
    public static readonly CudaArchitecture SM_75 = new(7, 5);

    /// <summary>Compute capability 8.0.</summary>
    public static readonly CudaArchitecture SM_80 = new(8, 0);

    /// <summary>Compute capability 9.0.</summary>
    public static readonly CudaArchitecture SM_90 = new(9, 0);

    /// <summary>Whether one is as new as another.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <returns>Whether it is.</returns>
    public static bool operator >=(CudaArchitecture first, CudaArchitecture second) => (first.Major, first.Minor).CompareTo((second.Major, second.Minor)) >= 0;

    /// <summary>Whether one is as old as another, which C# wants beside it.</summary>
    /// <param name="first">The one.</param>
    /// <param name="second">The other.</param>
    /// <returns>Whether it is.</returns>
    public static bool operator <=(CudaArchitecture first, CudaArchitecture second) => second >= first;
}
