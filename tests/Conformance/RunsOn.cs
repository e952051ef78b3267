namespace Gen.CrossEntropy.Conformance;

/// <summary>What kind of device the cases run on.</summary>
internal enum RunsOn
{
    /// <summary>The CPU's kernels.</summary>
    Cpu,

    /// <summary>The machine's GPU.</summary>
    Gpu,

    /// <summary>The first device of OpenCL, be it a GPU or not.</summary>
    OpenCL,

    /// <summary>The processor in the part of a GPU.</summary>
    Emulated,
}
