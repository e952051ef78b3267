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

    /// <summary>The stage of the first walk that reduces; the number of stages if none does.</summary>
    public int FirstWalk => Stages.TakeWhile(stage => stage.Reductions.Count == 0).Count();

    /// <summary>The stage of the last one; -1 if none reduces.</summary>
    public int LastWalk => Stages.Count - 1 - Stages.Reverse().TakeWhile(stage => stage.Reductions.Count == 0).Count();

    /// <summary>
    /// Whether what waits from its own walks can still be read on the last walk of the next samples: only that walk leaves it, so that no earlier one has written over it.
    /// </summary>
    /// <param name="waiting">Functions whose values wait.</param>
    public bool OnlyLastWalkLeaves(IEnumerable<Function> waiting) => LastWalk >= 0
        && !Stages.Take(LastWalk).SelectMany(stage => stage.Reductions).Any(reduce => waiting.Any(function => reduce.Body.Contains(function.Equals)));

    /// <summary>The schedule of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="guesses">Whether the reference of a log-sum-exp is a <see cref="Guess"/>, where no other step needs the maximum.</param>
    public static Schedule Of(RowProgram program, bool guesses = false)
    {
        List<Step> steps = program.Steps.SelectMany(step => Lower(step, guesses)).ToList();
        bool walks = steps.Any(step => step is Reduce);
        Dictionary<string, int> levels = [];
        int[] levelOf = new int[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            int before = step.Uses.Select(name => levels[name]).DefaultIfEmpty(0).Max();
            levelOf[i] = step is Reduce or Map ? before + 1 : Math.Max(before, step.ReadsTarget && walks ? 1 : 0);
            foreach (string name in step.Defines)
            {
                levels[name] = levelOf[i];
            }
        }

        Delay(steps, levelOf);
        SortedDictionary<int, Stage> stages = [];
        for (int i = 0; i < steps.Count; i++)
        {
            if (!stages.TryGetValue(levelOf[i], out Stage? stage))
            {
                stages[levelOf[i]] = stage = new Stage();
            }

            stage.Add(steps[i]);
        }

        return new Schedule([.. stages.Values]);
    }

    /// <summary>Moves each reduction to the last walk that is early enough for whoever uses it: fewer walks then read what only it needs.</summary>
    private static void Delay(List<Step> steps, int[] levelOf)
    {
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i] is not Reduce reduce)
            {
                continue;
            }

            int latest = Others(i).Where(j => steps[j].Uses.Contains(reduce.Name)).Select(j => steps[j] is Reduce or Map ? levelOf[j] - 1 : levelOf[j]).DefaultIfEmpty(levelOf[i]).Min();
            levelOf[i] = Others(i).Where(j => steps[j] is Reduce && levelOf[j] > levelOf[i] && levelOf[j] <= latest).Select(j => levelOf[j]).DefaultIfEmpty(levelOf[i]).Max();
        }

        IEnumerable<int> Others(int i) => Enumerable.Range(0, steps.Count).Where(j => j != i);
    }

    /// <summary>A log-sum-exp is two reductions, the first of which gives its reference; or a guess and one reduction.</summary>
    private static IEnumerable<Step> Lower(Step step, bool guesses) => step switch
    {
        LogSumExp lse when guesses && !lse.ExactReference => [new Guess(lse), new Reduce(lse.Sum, ReduceOp.Sum, lse.Term)],
        LogSumExp lse => [new Reduce(lse.Reference, ReduceOp.Max, lse.Logit), new Reduce(lse.Sum, ReduceOp.Sum, lse.Term)],
        _ => [step],
    };
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
            case Let or Store or Guess:
                _after.Add(step);
                break;
            default:
                throw new NotSupportedException($"No place in a stage for {step.GetType().Name}.");
        }
    }
}
