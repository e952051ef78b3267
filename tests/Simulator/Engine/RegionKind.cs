namespace Gen.CrossEntropy.Simulator;

/// <summary>Where memory is.</summary>
internal enum RegionKind
{
    /// <summary>A buffer of the accelerator: seen by all groups.</summary>
    Global,

    /// <summary>Memory of a group.</summary>
    Shared,

    /// <summary>Memory of a lane.</summary>
    Local,

    /// <summary>Memory of the host, for copies only.</summary>
    Host,
}
