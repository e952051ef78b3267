namespace ILGPU;

/// <summary>How much ILGPU's compiler does. The simulator compiles nothing.</summary>
public enum OptimizationLevel
{
    /// <summary>The least.</summary>
    Debug = O0,

    /// <summary>The usual.</summary>
    Release = O1,

    /// <summary>The least.</summary>
    O0 = 0,

    /// <summary>The usual.</summary>
    O1 = 1,

    /// <summary>The most.</summary>
    O2 = 2,
}
