using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// A program cut into walks over the class axis: reductions that depend on the same earlier values share one walk, and what is computed once a sample stands between the walks.
/// </summary>
internal sealed record Schedule(IReadOnlyList<Stage> Stages)
{
    /// <summary>What each walk over the classes evaluates.</summary>
    public IEnumerable<IReadOnlyList<Expr>> Walks => Stages.SelectMany(stage => stage.Walks);

    /// <summary>Class-rate functions that more than one walk uses, inner ones first: a plan keeps them instead of computing them again.</summary>
    public IReadOnlyList<Function> SharedFunctions { get; } = Stages
        .SelectMany(stage => stage.Walks)
        .SelectMany(walk => walk.SelectMany(ExprTraversal.DescendantsAndSelf).OfType<Function>().Distinct())
        .GroupBy(function => function)
        .Where(uses => uses.Count() > 1)
        .Select(uses => uses.Key)
        .ToArray();

    public static Schedule Of(RowProgram program)
    {
        List<Step> steps = program.Steps.SelectMany(Lower).ToList();
        bool walks = steps.Any(step => step is Reduce);
        Dictionary<string, int> levels = [];
        SortedDictionary<int, Stage> stages = [];
        foreach (Step step in steps)
        {
            int before = step.Uses.Select(name => levels[name]).DefaultIfEmpty(0).Max();
            int level = step is Reduce or Map ? before + 1 : Math.Max(before, step.ReadsTarget && walks ? 1 : 0);
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

    /// <summary>What is written at every class: a walk of its own, after the reductions of its stage if there are any.</summary>
    public Map? Map { get; private set; }

    /// <summary>Lets and what is stored once a sample, in order.</summary>
    public IReadOnlyList<Step> After => _after;

    /// <summary>What each walk of the stage evaluates.</summary>
    public IEnumerable<IReadOnlyList<Expr>> Walks
    {
        get
        {
            if (_reductions.Count > 0)
            {
                yield return _reductions.Select(r => r.Body).ToArray();
            }

            if (Map is not null)
            {
                yield return [Map.PerClass];
            }
        }
    }

    public void Add(Step step)
    {
        switch (step)
        {
            case Reduce reduce:
                _reductions.Add(reduce);
                break;
            case Map map:
                Map = map;
                break;
            case Let or Store:
                _after.Add(step);
                break;
            default:
                throw new NotSupportedException($"No place in a stage for {step.GetType().Name}.");
        }
    }
}
