namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>Vector widths of CPU kernels. Values equal those of the runtime's enum.</summary>
internal enum VectorWidth
{
    Scalar = 0,
    Vector128 = 1,
    Vector256 = 2,
    Vector512 = 3,
}

/// <summary>What the call's layout makes of a sample.</summary>
internal enum SampleLayout
{
    /// <summary>[N, C]: a sample is a row of C consecutive elements.</summary>
    Rows,

    /// <summary>[N, C, S]: consecutive samples are consecutive elements, their classes S apart.</summary>
    Positions,

    /// <summary>A flat axis: every element is a sample.</summary>
    Elements,
}

/// <summary>How a kernel lays its lanes over the data.</summary>
internal enum Regime
{
    /// <summary>A lane per sample, all classes in registers.</summary>
    LanePerSample,

    /// <summary>Lanes along one row after the other of a group of as many rows as there are lanes; what is computed once a sample is computed for the group, a lane each.</summary>
    RowGroup,

    /// <summary>Lanes along one row, the whole row in registers.</summary>
    RowInRegisters,

    /// <summary>Lanes along one row, in rolled loops.</summary>
    RolledRow,

    /// <summary>A lane per sample, a rolled loop over the classes.</summary>
    RolledClasses,

    /// <summary>A lane per sample, many samples at a time: a rolled loop over the classes, and inside it one over the samples.</summary>
    SampleTile,
}

/// <summary>
/// How one kernel runs its program.
/// </summary>
/// <param name="Width">The vectors.</param>
/// <param name="Layout">What a sample is in memory.</param>
/// <param name="Regime">Where the lanes run.</param>
/// <param name="Lanes">Elements in a vector.</param>
/// <param name="Unroll">Steps of the class axis in one round of a rolled loop, each with its own accumulator.</param>
/// <param name="Reason">Why this regime, for the file's header.</param>
internal sealed record KernelPlan(VectorWidth Width, SampleLayout Layout, Regime Regime, int Lanes, int Unroll, string Reason)
{
    /// <summary>How many of a row's first classes its reference is guessed from, with the target's; 0 where the reference is the maximum.</summary>
    public int GuessedFrom { get; init; }

    /// <summary>How many groups of samples share one logarithm, that of a product (<see cref="BatchedLog"/>).</summary>
    public int GroupsPerLog { get; init; } = 1;

    /// <summary>How many elements ahead the first walk over a row, or one over elements, asks for what it will read; 0 for not at all.</summary>
    public int Ahead { get; init; }

    /// <summary>
    /// Whether the steps of a round lie a part of the row apart, instead of side by side: a walk through several places of memory at once keeps more reads under way than one, whose next page the hardware waits for.
    /// </summary>
    public bool Spreads { get; init; }

    /// <summary>Neighbouring classes that a lane takes in one step: what it reads and writes at once.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Whether the first walk asks for what will be written, too.</summary>
    public bool AsksForOutput { get; init; }

    /// <summary>Whether gradients of rows are written on the walk that sums the next rows, where they are made of what waits from their own walk.</summary>
    public bool Overlaps { get; init; }

    /// <summary>Whether the kernel reads and writes BFloat16; else it has copies of the type that it computes in.</summary>
    public bool TakesBFloat16 { get; init; }

    /// <summary>The most samples that a walk over the classes takes at a time; 0 where it takes as many as there are lanes.</summary>
    public int Tile { get; init; }

    public bool LanesAreSamples => Regime is Regime.LanePerSample or Regime.RolledClasses or Regime.SampleTile;

    public bool Unrolled => Regime is Regime.LanePerSample or Regime.RowInRegisters;
}
