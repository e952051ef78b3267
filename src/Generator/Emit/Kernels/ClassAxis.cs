using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>
/// One step along the class axis: one class for each lane's sample, or a vector of classes of one sample.
/// </summary>
/// <param name="Suffix">Makes the step's variables distinct.</param>
/// <param name="Offset">The class that the step begins at, as text.</param>
/// <param name="Accumulator">Which accumulator it adds to.</param>
/// <param name="Masked">The last vector overlaps the one before; only its last lanes are new.</param>
internal sealed record AxisStep(string Suffix, string Offset, int Accumulator, bool Masked)
{
    /// <summary>Where a lane takes several neighbouring classes at once, the step of the first of them; null for that one itself.</summary>
    public AxisStep? First { get; init; }

    /// <summary>Which class of its pack it is.</summary>
    public int Part { get; init; }
}

/// <summary>
/// The walk over the classes: rounds of a loop, single steps, and a masked last vector that ends at the last class. The only loop nest that a row program needs.
/// </summary>
/// <param name="classCount">C.</param>
/// <param name="plan">The plan.</param>
/// <param name="counter">The type of the loop's variable.</param>
internal sealed class ClassAxis(int classCount, KernelPlan plan, string counter = "nint")
{
    /// <summary>The classes of a step, over all lanes.</summary>
    private readonly int _step = Width(plan);

    /// <summary>Classes of the last vector that no earlier vector covers; 0 if there is no such vector.</summary>
    public int TailLanes => classCount % _step;

    public int Accumulators => Math.Min(plan.Unroll, (FullSteps + (TailLanes > 0 ? 1 : 0)) * plan.Pack);

    /// <summary>
    /// Whether sums are closed on the way: one accumulator that takes many addends loses digits, so after some rounds it goes to a second one and begins again.
    /// </summary>
    public bool ClosesSums => Rounds > MostRoundsOfOnePart;

    private const int MostRoundsOfOnePart = 32;

    /// <summary>The power of two nearest to the square root of the rounds: an addend is then rounded as often within its part as parts are added.</summary>
    private int RoundsPerPart
    {
        get
        {
            int rounds = 1;
            while (2 * rounds * rounds < Rounds)
            {
                rounds *= 2;
            }

            return rounds;
        }
    }

    private int FullSteps => classCount / _step;

    /// <summary>Rounds of a loop. A walk of a group's rows has no loop that would run once.</summary>
    private int Rounds => plan.Unrolled || (plan.Regime == Regime.RowGroup && FullSteps < 2 * plan.Unroll) ? 0 : FullSteps / plan.Unroll;

    /// <summary>The classes of the loop's rounds.</summary>
    public int RolledClasses => Rounds * plan.Unroll * _step;

    /// <summary>Whether there is a loop.</summary>
    private bool Rolls => Rounds > 0;

    /// <summary>Whether all steps stand where the walk is printed, so that what they declare is known after it.</summary>
    public bool IsFlat => plan.Unrolled || (plan.Regime == Regime.RowGroup && !Rolls);

    /// <summary>All steps of an unrolled plan, in order.</summary>
    public IReadOnlyList<AxisStep> Steps { get; } = plan.Unrolled ? StepsFrom(0, classCount, plan, tail: null).ToArray() : [];

    /// <summary>The last step, where it overlaps the one before.</summary>
    public AxisStep? Masked => TailLanes > 0 ? StepsFrom(0, classCount, plan, tail: null).Last() : null;

    /// <summary>While a walk is printed: the steps that stand together with the one that is being printed.</summary>
    public IReadOnlyList<AxisStep> Round { get; private set; } = [];

    /// <summary>Prints a walk; <paramref name="body"/> prints one step.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="body">Prints one step.</param>
    /// <param name="closeSums">Prints the end of a part, where <see cref="ClosesSums"/>.</param>
    /// <param name="endRound">Prints the end of steps that stand together: those of a round of the loop (true), or those that no loop has.</param>
    /// <param name="beginRound">Prints what is in front of them.</param>
    public void Print(SourceWriter writer, Action<AxisStep> body, Action? closeSums = null, Action<bool>? endRound = null, Action<bool>? beginRound = null)
    {
        if (plan.Unrolled)
        {
            Round = Steps;
            beginRound?.Invoke(false);
            foreach (AxisStep step in Steps)
            {
                body(step);
            }

            endRound?.Invoke(false);
            return;
        }

        if (Rounds > 0)
        {
            if (plan.Spreads)
            {
                writer.Line($"// {plan.Unroll} parts of the row at once: one place alone would wait for memory at every page.");
            }

            // Side by side, or each through a part of its own.
            int apart = plan.Spreads ? Rounds * _step : _step, round = plan.Spreads ? _step : plan.Unroll * _step;
            writer.Open($"for ({counter} c = 0; c < {Rounds * round}; c += {round})");
            Round = Enumerable.Range(0, plan.Unroll).SelectMany(j => PackOf(plan, j * plan.Pack, "", ahead => j * apart + ahead == 0 ? "c" : $"c + {(j * apart) + ahead}", masked: false)).ToArray();
            beginRound?.Invoke(true);
            foreach (AxisStep step in Round)
            {
                body(step);
            }

            endRound?.Invoke(true);
            if (ClosesSums && closeSums is not null)
            {
                int part = RoundsPerPart * round;
                writer.Open($"if ((c & {part - 1}) == {part - round})");
                closeSums();
                writer.Close();
            }

            writer.Close();
        }

        AxisStep[] rest = StepsFrom(Rounds * plan.Unroll, classCount, plan, tail: "Tail").ToArray();
        if (rest.Length == 0)
        {
            return;
        }

        if (Rolls)
        {
            writer.Line($"// The classes from {rest[0].Offset} on.");
        }

        // A block of its own: the next walk declares the same names.
        if (!IsFlat)
        {
            writer.Open();
        }

        Round = rest;
        beginRound?.Invoke(false);
        foreach (AxisStep step in rest)
        {
            body(step);
        }

        endRound?.Invoke(false);
        if (!IsFlat)
        {
            writer.Close();
        }
    }

    /// <param name="done">Whole vectors that are behind.</param>
    /// <param name="classCount">C.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="tail">The suffix of the masked step; null for the next number.</param>
    private static IEnumerable<AxisStep> StepsFrom(int done, int classCount, KernelPlan plan, string? tail)
    {
        int step = Width(plan), full = classCount / step;
        for (int i = done; i < full; i++)
        {
            int begin = i * step;
            foreach (AxisStep one in PackOf(plan, (i - done) * plan.Pack, "", ahead => $"{begin + ahead}", masked: false, accumulator: i * plan.Pack))
            {
                yield return one;
            }
        }

        if (classCount % step > 0)
        {
            foreach (AxisStep one in PackOf(plan, tail is null ? (full - done) * plan.Pack : 0, tail ?? "", ahead => $"{classCount - step + ahead}", masked: true, accumulator: full * plan.Pack))
            {
                yield return one;
            }
        }
    }

    /// <summary>The steps of one pack: a single one, where lanes take one class at a time.</summary>
    private static IEnumerable<AxisStep> PackOf(KernelPlan plan, int number, string tail, Func<int, string> offset, bool masked, int? accumulator = null)
    {
        AxisStep? first = null;
        for (int part = 0; part < plan.Pack; part++)
        {
            string suffix = tail.Length > 0 && plan.Pack == 1 ? tail : $"{tail}{number + part}";
            AxisStep step = new(suffix, offset(part), ((accumulator ?? number) + part) % plan.Unroll, masked) { First = first, Part = part };
            first ??= step;
            yield return step;
        }
    }

    private static int Width(KernelPlan plan) => plan.LanesAreSamples ? 1 : plan.Lanes * plan.Pack;
}
