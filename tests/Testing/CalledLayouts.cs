namespace Gen.CrossEntropy.Testing;

/// <summary>The layouts that a declaration will be called with. Kernels of another one need not be compiled.</summary>
[Flags]
public enum CalledLayouts
{
    /// <summary>None: no call.</summary>
    None = 0,

    /// <summary>[N, C].</summary>
    Rows = 1,

    /// <summary>[N, C, S] with several positions.</summary>
    Positions = 2,

    /// <summary>Both.</summary>
    All = Rows | Positions,
}
