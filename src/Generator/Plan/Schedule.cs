using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// A program cut into walks over the class axis: reductions that depend on the same earlier values share one walk, and what is computed once a sample stands between the walks.
/// </summary>
internal sealed record Schedule(IReadOnlyList<Stage> Stages)
{
    /// <summary>Class-rate exponentials that more than one walk uses: a plan keeps them instead of computing them again.</summary>
    public IReadOnlyList<Exp> SharedExponentials { get; } = Stages
        .SelectMany(s => s.WalkOperands.SelectMany(ExprTraversal.DescendantsAndSelf).OfType<Exp>().Distinct())
        .GroupBy(e => e)
        .Where(g => g.Count() > 1)
        .Select(g => g.Key)
        .ToArray();

    public static Schedule Of(RowProgram program)
    {
        List<Step> steps = program.Steps.SelectMany(Lower).ToList();
        Dictionary<string, int> levels = [];
        SortedDictionary<int, Stage> stages = [];
        foreach (Step step in steps)
        {
            int before = step.Uses.Select(name => levels[name]).DefaultIfEmpty(0).Max();
            int level = step is Reduce or Gradient ? before + 1 : before;
            foreach (string name in step.Defines)
            {
                levels[name] = level;
            }

            if (!stages.TryGetValue(level, out Stage? stage))
            {
                stages[level] = stage = new Stage();
            }

            stage.Add(step);
        }

        return new Schedule([.. stages.Values]);
    }

    /// <summary>A log-sum-exp with the true maximum as its reference: two reductions.</summary>
    private static IEnumerable<Step> Lower(Step step) => step is LogSumExp lse
        ? [new Reduce(lse.Reference, ReduceOp.Max, lse.Logit), new Reduce(lse.Sum, ReduceOp.Sum, lse.Term)]
        : [step];
}

/// <summary>One walk over the classes, then what follows from it once a sample.</summary>
internal sealed class Stage
{
    private readonly List<Reduce> _reductions = [];
    private readonly List<Step> _after = [];

    public IReadOnlyList<Reduce> Reductions => _reductions;

    /// <summary>The gradient's walk; it comes alone, after the reductions of its stage if there are any.</summary>
    public Gradient? Gradient { get; private set; }

    /// <summary>Lets and the loss, in order.</summary>
    public IReadOnlyList<Step> After => _after;

    public IEnumerable<Expr> WalkOperands =>
        _reductions.Select(r => r.Body).Concat(Gradient is null ? [] : [Gradient.PerClass]);

    public void Add(Step step)
    {
        switch (step)
        {
            case Reduce reduce:
                _reductions.Add(reduce);
                break;
            case Gradient gradient:
                Gradient = gradient;
                break;
            case Let or Loss:
                _after.Add(step);
                break;
            default:
                throw new NotSupportedException($"No place in a stage for {step.GetType().Name}.");
        }
    }
}
