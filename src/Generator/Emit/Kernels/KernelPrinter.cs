using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels.Functions;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>
/// Prints one kernel: a pass of a loss over one block, by a plan. What lanes are (samples or classes) is the subclasses' matter; the stages and the class axis are here.
/// </summary>
internal abstract class KernelPrinter
{
    private readonly HashSet<Function> _staged = [];
    private Scope[]? _steps;

    /// <param name="spec">The declaration.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="ops">The operations.</param>
    /// <param name="counter">The type of a loop's variable.</param>
    protected KernelPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, OpTable ops, string counter = "nint")
    {
        Spec = spec;
        Pass = pass;
        Plan = plan;
        Writer = writer;
        Program = RowPrograms.Build(spec, pass);
        Schedule = Schedule.Of(Program, guesses: plan.GuessedFrom > 0);
        Ops = ops;
        Reads = KernelPointers.ReadBy(Program);
        Axis = new ClassAxis(spec.ClassCount, plan, counter);
    }

    protected LossSpec Spec { get; }

    protected Pass Pass { get; }

    protected KernelPlan Plan { get; }

    protected SourceWriter Writer { get; }

    protected RowProgram Program { get; }

    protected Schedule Schedule { get; }

    /// <summary>The operations of class-rate values.</summary>
    protected OpTable Ops { get; }

    protected ClassAxis Axis { get; }

    /// <summary>What the program reads through pointers.</summary>
    protected IReadOnlyList<KernelPointer> Reads { get; }

    protected bool HasIndices => Spec.IgnoreIndex is not null;

    protected virtual bool StoresLosses => Program.GivesLoss && (Spec.Reduction == Reduction.None || Spec.Outputs.HasFlag(LossOutputs.Losses));

    protected bool SumsLosses => Program.GivesLoss && Spec.Reduction != Reduction.None;

    /// <summary>What is written once a sample.</summary>
    protected IEnumerable<SampleOutput> StoredOutputs => Program.Outputs.Where(output => output != SampleOutput.Loss || StoresLosses);

    /// <summary>Where the values of the classes go, if anywhere.</summary>
    protected KernelPointer? MapPointer => Program.Map is { } map ? KernelPointers.Of(map.Output) : null;

    /// <summary>Whether x[t] must be picked, since nothing walks over the classes that it could be met on.</summary>
    protected bool PicksTarget => Program.Reads(LossInput.TargetPrediction) && Schedule.Stages.All(stage => stage.Reductions.Count == 0);

    /// <summary>The guess of a reference, if the plan makes one.</summary>
    protected Guess? Guess => Schedule.Stages.SelectMany(stage => stage.After).OfType<Guess>().SingleOrDefault();

    /// <summary>Functions whose values wait in memory between the walks of a rolled plan; an unrolled one has them in registers.</summary>
    protected virtual IReadOnlyList<Function> StagedFunctions => Plan.Unrolled ? [] : Schedule.SharedFunctions;

    public static string Name(Pass pass, SampleLayout layout) => $"{pass}{layout}";

    /// <summary>The samples of a layout, in words.</summary>
    public static string Words(SampleLayout layout) => layout switch
    {
        SampleLayout.Rows => "rows of [N, C]",
        SampleLayout.Positions => "positions of [N, C, S]",
        SampleLayout.Elements => "elements",
        _ => throw new NotSupportedException($"No words for {layout}."),
    };

    /// <summary>Prints what the method does.</summary>
    protected void PrintInside()
    {
        PrintPointers();
        PrintConstants();
        PrintBody();
    }

    /// <summary>Prints names for what the method is given.</summary>
    protected virtual void PrintPointers()
    {
    }

    protected abstract void PrintBody();

    /// <summary>How a class-rate input of one step is read; null where its variable exists already.</summary>
    protected abstract string? LoadClassInput(LossInput input, AxisStep step);

    /// <summary>Binds the sample-rate leaves that a walk uses, in the form that it uses them.</summary>
    protected abstract void BindForWalk(IEnumerable<Expr> operands, Scope sample);

    /// <summary>What a leaf is inside a walk, if it does not depend on the class.</summary>
    protected abstract Printed? FindInWalk(Expr leaf, Scope sample);

    /// <summary>Where a step's staged values are.</summary>
    protected abstract string StagedOffset(AxisStep step);

    /// <summary>Whether values that are computed once a sample are vectors, and so share the constants of those of the classes.</summary>
    protected abstract bool SamplesShareConstants { get; }

    /// <summary>Prints the end of a reduction, from what a walk accumulated.</summary>
    protected abstract void FinishReduction(Reduce reduce, string accumulated, Scope sample);

    /// <summary>Prints what a walk over the classes stands in.</summary>
    protected virtual void OpenWalk(int stage, Scope sample)
    {
    }

    /// <summary>Prints the end of what <see cref="OpenWalk"/> opened.</summary>
    protected virtual void CloseWalk(int stage, Scope sample)
    {
    }

    protected abstract string MaskTail(string value);

    protected abstract void PrintStore(Store store, Scope sample);

    /// <summary>Prints what is done with one step's value, the target's own part included.</summary>
    protected abstract void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample);

    /// <summary>Prints what follows the writing walk.</summary>
    protected virtual void AfterMap(Map map, Scope sample)
    {
    }

    /// <summary>Prints what follows the first walk over the logits.</summary>
    protected virtual void AfterWalk(int stage, Scope sample)
    {
    }

    /// <summary>Prints what a step of the first walk does beside its reductions.</summary>
    protected virtual void InWalk(int stage, AxisStep step, Scope scope)
    {
    }

    /// <summary>Whether a step is part of another one's text.</summary>
    protected virtual bool Skips(Step step) => false;

    /// <summary>Prints the guess of a reference.</summary>
    protected virtual void PrintGuess(Guess guess, Scope sample) => throw new NotSupportedException($"{Plan.Regime} guesses no reference.");

    /// <summary>Prints declarations in front of a walk.</summary>
    protected virtual void BeforeWalk(int stage)
    {
    }

    /// <summary>Prints what is in front of a walk's steps that stand together.</summary>
    /// <param name="stage">The walk's stage.</param>
    /// <param name="sample">What is known of the sample.</param>
    /// <param name="inLoop">Whether they are a round of its loop.</param>
    protected virtual void BeginRound(int stage, Scope sample, bool inLoop)
    {
    }

    /// <summary>Prints the end of a walk's steps that stand together.</summary>
    /// <param name="inLoop">Whether they are a round of its loop.</param>
    protected virtual void EndRound(bool inLoop)
    {
    }

    /// <summary>Prints what is computed once a call.</summary>
    protected void PrintCallValues(Scope sample)
    {
        foreach (Let let in Schedule.Stages.SelectMany(stage => stage.After).Where(IsOfCall).Cast<Let>())
        {
            Writer.Line("// " + FormulaPrinter.Print(let));
            ExprPrinter.PrintLet(let.Name, let.Body, sample);
        }
    }

    protected static bool IsOfCall(Step step) => step is Let { Body.Rate: <= Rate.Call };

    /// <summary>Whether formulas stand above what is printed: not where the same text stood before.</summary>
    protected bool Explains { get; set; } = true;

    private void Explain(string formula)
    {
        if (Explains)
        {
            Writer.Line("// " + formula);
        }
    }

    /// <summary>Prints all stages of one sample, or of as many samples as there are lanes.</summary>
    protected void PrintStages(Scope sample)
    {
        _staged.Clear();
        _steps = Plan.Unrolled ? Axis.Steps.Select(s => StepScope(s, sample)).ToArray() : null;
        for (int i = 0; i < Schedule.Stages.Count; i++)
        {
            Stage stage = Schedule.Stages[i];
            if (stage.Reductions.Count > 0)
            {
                PrintReductions(i, stage, sample);
            }

            foreach (Step step in stage.After.Where(step => !IsOfCall(step) && !Skips(step)))
            {
                Writer.Line();
                switch (step)
                {
                    case Let let:
                        Explain(FormulaPrinter.Print(let));
                        ExprPrinter.PrintLet(let.Name, let.Body, sample);
                        break;
                    case Store store:
                        Explain(FormulaPrinter.Print(store));
                        PrintStore(store, sample);
                        break;
                    case Guess guess:
                        PrintGuess(guess, sample);
                        break;
                    default:
                        throw new NotSupportedException($"No code for {step.GetType().Name}.");
                }
            }

            if (stage.Map is { } map)
            {
                PrintMap(map, sample);
            }
        }
    }

    private void PrintReductions(int index, Stage stage, Scope sample)
    {
        Writer.Line();
        foreach (Reduce reduce in stage.Reductions)
        {
            Explain(FormulaPrinter.Print(reduce));
        }

        BindForWalk(stage.Reductions.SelectMany(r => Unstaged(r.Body)).Where(IsLeaf), sample);
        OpenWalk(index, sample);
        int accumulators = Axis.Accumulators;
        if (!Axis.IsFlat)
        {
            foreach (Reduce reduce in stage.Reductions)
            {
                string start = reduce.Op == ReduceOp.Max ? Ops.Constant(double.NegativeInfinity) : Ops.Zero;
                Writer.Line($"{Ops.Type} {string.Join(", ", Enumerable.Range(0, accumulators).Select(j => $"{reduce.Name}{j} = {start}"))};");
                if (Closes(reduce))
                {
                    Writer.Line($"{Ops.Type} {string.Join(", ", Enumerable.Range(0, accumulators).Select(j => $"{reduce.Name}Parts{j} = {start}"))};");
                }
            }
        }

        BeforeWalk(index);
        Dictionary<Reduce, List<string>> starts = stage.Reductions.ToDictionary(r => r, _ => new List<string>());
        Axis.Print(Writer, step =>
        {
            Scope scope = ScopeOf(step, sample);
            foreach (Reduce reduce in stage.Reductions)
            {
                UseStaged(reduce.Body, step, scope);
                Printed body = ExprPrinter.Print(reduce.Body, scope);
                string value = step.Masked && reduce.Op == ReduceOp.Sum ? MaskTail(body.Text) : body.Text;
                string accumulator = $"{reduce.Name}{step.Accumulator}";
                if (Axis.IsFlat && starts[reduce].Count < accumulators)
                {
                    // The first steps are the accumulators' first values.
                    starts[reduce].Add($"{accumulator} = {value}");
                    if (starts[reduce].Count == accumulators)
                    {
                        Writer.Line($"{Ops.Type} {string.Join(", ", starts[reduce])};");
                    }
                }
                else if (reduce is { Op: ReduceOp.Sum, Body: Mul product } && !step.Masked)
                {
                    Writer.Line($"{accumulator} = {Ops.MultiplyAdd(ExprPrinter.Print(product.Left, scope).AsFactor, ExprPrinter.Print(product.Right, scope).AsFactor, accumulator)};");
                }
                else
                {
                    Writer.Line(reduce.Op == ReduceOp.Max ? $"{accumulator} = {Ops.Max(value, accumulator)};" : $"{accumulator} += {value};");
                }

                Stage(reduce.Body, step, scope);
            }

            InWalk(index, step, scope);
        }, stage.Reductions.Any(Closes) ? CloseSums : null, EndRound, inLoop => BeginRound(index, sample, inLoop));

        foreach (Reduce reduce in stage.Reductions.Where(Closes))
        {
            Writer.Line(string.Join(" ", Enumerable.Range(0, accumulators).Select(j => $"{reduce.Name}{j} += {reduce.Name}Parts{j};")));
        }

        foreach (Reduce reduce in stage.Reductions)
        {
            string[] parts = Enumerable.Range(0, accumulators).Select(j => $"{reduce.Name}{j}").ToArray();
            while (parts.Length > 1)
            {
                if (reduce.Op == ReduceOp.Max)
                {
                    // One statement a pair: Max may name its operands twice.
                    for (int j = 0; j < parts.Length / 2; j++)
                    {
                        Writer.Line($"{parts[j]} = {Ops.Max(parts[j], parts[j + ((parts.Length + 1) / 2)])};");
                    }

                    parts = parts.Take((parts.Length + 1) / 2).ToArray();
                }
                else
                {
                    int half = (parts.Length + 1) / 2;
                    parts = Enumerable.Range(0, half).Select(j => j + half < parts.Length ? $"({parts[j]} + {parts[j + half]})" : parts[j]).ToArray();
                }
            }

            string total = parts[0].StartsWith("(", StringComparison.Ordinal) ? parts[0].Substring(1, parts[0].Length - 2) : parts[0];
            FinishReduction(reduce, total, sample);
        }

        CloseWalk(index, sample);

        EndStaging(stage);
        AfterWalk(index, sample);

        bool Closes(Reduce reduce) => reduce.Op == ReduceOp.Sum && Axis.ClosesSums;

        void CloseSums()
        {
            Writer.Line("// A part of the sum ends here: small addends would vanish in one that runs over all classes.");
            foreach (Reduce reduce in stage.Reductions.Where(Closes))
            {
                for (int j = 0; j < accumulators; j++)
                {
                    Writer.Line($"{reduce.Name}Parts{j} += {reduce.Name}{j}; {reduce.Name}{j} = {Ops.Zero};");
                }
            }
        }
    }

    private void PrintMap(Map map, Scope sample)
    {
        Writer.Line();
        Explain(FormulaPrinter.Print(map));
        BindForWalk(Unstaged(map.PerClass).Where(IsLeaf), sample);
        PrintMapWalk(map, sample);
    }

    /// <summary>Prints the walk that writes a value at every class, and what follows it.</summary>
    protected virtual void PrintMapWalk(Map map, Scope sample)
    {
        Scope? last = Axis.Masked is { } masked ? ReadLastVector(map, masked, sample) : null;
        Axis.Print(Writer, step =>
        {
            Scope scope = step.Masked ? last! : ScopeOf(step, sample);
            UseStaged(map.PerClass, step, scope);
            PrintMapStep(map, step, ExprPrinter.Print(map.PerClass, scope), sample);
        });
        AfterMap(map, sample);
    }

    /// <summary>What is written at one step, but for the target's part.</summary>
    protected static Printed MapValue(Map map, Printed perClass, OpTable ops) => map.PerClass.Rate == Rate.Constant ? Printed.Atom(ops.Zero) : perClass;

    /// <summary>A map's value less the target's part, where the class is the target.</summary>
    /// <param name="map">The map.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isTarget">The condition's text.</param>
    /// <param name="scope">Where the target's part is known.</param>
    protected static Printed LessTarget(Map map, Printed value, string isTarget, Scope scope) => map.AtTarget is { } atTarget
        ? Printed.Infix(value, " - ", Printed.Atom(scope.Ops.Where(isTarget, ExprPrinter.Text(atTarget, scope))), Precedence.Additive)
        : value;

    /// <summary>The place of the target's class, outside of any walk: what is read of a class is known, or read, of the target.</summary>
    /// <param name="ops">The operations of one element.</param>
    /// <param name="sample">What is known of the sample.</param>
    protected Scope AtTarget(OpTable ops, Scope sample)
    {
        return new Scope(ops, Writer, "T", hasConstants: ops == Ops, (inner, leaf) => leaf switch
        {
            Input { Source: LossInput.Prediction } => Known(new Input(LossInput.TargetPrediction)),
            Input { Source: LossInput.ClassIndex } => Printed.Atom(ops.FromIndex("y")),
            Input { Source: LossInput.ClassWeight } => inner.Declare(leaf, "wT", ops.Load(KernelPointers.Of(LossInput.ClassWeight).Name, "y")),
            _ => Known(leaf),
        });

        Printed Known(Expr expr) => sample.Find(expr) ?? sample.Leaf(expr);
    }

    /// <summary>Whether what is written at the target's class is made of its own logit.</summary>
    protected static bool TargetIsMadeOfLogit(Map map) => map.AtTarget is not null && map.PerClass.Contains(new Input(LossInput.Prediction).Equals);

    /// <summary>The scope of the vector that overlaps the one before it. What is written may be exactly what is read, so that this vector is read before the other one is written.</summary>
    private Scope ReadLastVector(Map map, AxisStep masked, Scope sample)
    {
        Scope last = Plan.Unrolled ? ScopeOf(masked, sample) : StepScope(masked with { Suffix = "Last" }, sample);
        Input[] leaves = Unstaged(map.PerClass).OfType<Input>().Distinct()
            .Where(leaf => leaf.Source is LossInput.Prediction or LossInput.ClassUpstream && last.Find(leaf) is null && FindInWalk(leaf, sample) is null)
            .ToArray();
        Function[] overwritten = _staged.Where(function => function.Equals(StagedInOutput) && map.PerClass.Contains(function.Equals)).ToArray();
        if (leaves.Length + overwritten.Length > 0)
        {
            Writer.Line($"// {MapPointer!.Name} may be what is read here, and the last vector overlaps the one before: it is read first.");
        }

        ReadLast(overwritten, masked, last);

        foreach (Input leaf in leaves)
        {
            ExprPrinter.Print(leaf, last);
        }

        return last;
    }

    /// <summary>Reads what waits for the vector that overlaps the one before it.</summary>
    protected void ReadLast(IEnumerable<Function> functions, AxisStep masked, Scope last)
    {
        foreach (Function function in functions)
        {
            last.Declare(function, StagedName(function) + "Last", Ops.Load(StagedPointer(function), StagedOffset(masked)));
        }
    }

    /// <summary>The nodes of an expression that a walk evaluates: not those inside a function whose values an earlier walk left behind.</summary>
    protected IEnumerable<Expr> Unstaged(Expr expr) => expr is Function function && _staged.Contains(function) ? [] : expr.Children().SelectMany(Unstaged).Concat([expr]);

    protected static bool IsLeaf(Expr expr) => expr is Value or Input;

    protected Scope ScopeOf(AxisStep step, Scope sample) => _steps?[Axis.Steps.TakeWhile(s => s != step).Count()] ?? StepScope(step, sample);

    protected Scope StepScope(AxisStep step, Scope sample) => new(Ops, Writer, step.Suffix, hasConstants: true, (scope, leaf) =>
    {
        if (FindInWalk(leaf, sample) is { } known)
        {
            return known;
        }

        if (leaf is not Input { Rate: Rate.Class } input)
        {
            return null;
        }

        string name = KernelPointers.Letter(input.Source) + step.Suffix;
        if (LoadClassInput(input.Source, step) is { } load)
        {
            return scope.Declare(leaf, name, load);
        }

        scope.Bind(leaf, name);
        return Printed.Atom(name);
    });

    /// <summary>Binds functions whose values an earlier walk left in the scratch.</summary>
    protected void UseStaged(Expr operand, AxisStep step, Scope scope)
    {
        foreach (Function function in _staged.Where(f => operand.Contains(x => x.Equals(f)) && scope.Find(f) is null))
        {
            scope.Bind(function, Printed.Atom(scope.Ops.Load(StagedPointer(function), StagedOffset(step))));
        }
    }

    /// <summary>Leaves the values of functions that a later walk needs in the scratch.</summary>
    protected void Stage(Expr operand, AxisStep step, Scope scope)
    {
        foreach (Function function in StagedFunctions.Where(f => !_staged.Contains(f) && operand.Contains(x => x.Equals(f))))
        {
            Writer.Line(Ops.Store(scope.Find(function)!.Value.Text, StagedPointer(function), StagedOffset(step)));
        }
    }

    /// <summary>What a walk left in the scratch is there for those that follow.</summary>
    protected void EndStaging(Stage stage) => _staged.UnionWith(StagedFunctions.Where(f => stage.Reductions.Any(r => r.Body.Contains(x => x.Equals(f)))));

    /// <summary>Prints what takes from the scratch what walks left there of samples before, in front of or beside these walks for the next samples.</summary>
    protected void WithStaged(IEnumerable<Stage> stages, Action print)
    {
        Function[] now = [.. _staged];
        foreach (Stage stage in stages)
        {
            EndStaging(stage);
        }

        print();
        _staged.IntersectWith(now);
    }

    /// <summary>The function whose values wait where the map's will be, if any does.</summary>
    protected virtual Function? StagedInOutput => null;

    /// <summary>The variable that points at a function's values of the walk's sample.</summary>
    protected virtual string StagedPointer(Function function) => StagedName(function);

    /// <summary>The scratch of a function's values: its letter, numbered where another one has it.</summary>
    protected string StagedName(Function function)
    {
        string letter = FunctionText.Of(function, Ops).Letter;
        Function[] same = StagedFunctions.Where(f => FunctionText.Of(f, Ops).Letter == letter).ToArray();
        return same.Length == 1 ? letter : letter + (char)('A' + Array.IndexOf(same, function));
    }

    private void PrintConstants()
    {
        IEnumerable<Expr> operands = Schedule.Walks.SelectMany(walk => walk).SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e.Rate == Rate.Class);
        if (SamplesShareConstants)
        {
            operands = operands.Concat(Program.Steps.Where(step => !Skips(step)).SelectMany(step => step.Operands).SelectMany(ExprTraversal.DescendantsAndSelf));
        }

        HashSet<FunctionText> functions = [];
        HashSet<FunctionConstant> constants = [];
        foreach (FunctionText text in operands.OfType<Function>().Select(function => FunctionText.Of(function, Ops)).Where(functions.Add))
        {
            Writer.Line("// " + text.Comment(Ops));
            foreach (IGrouping<string, FunctionConstant> type in text.Constants(Ops).Where(constants.Add).GroupBy(constant => constant.Type(Ops)))
            {
                FunctionConstant[] all = type.ToArray();
                for (int i = 0; i < all.Length; i += 4)
                {
                    Writer.Line($"{type.Key} {string.Join(", ", all.Skip(i).Take(4).Select(constant => $"{constant.Name} = {constant.Text(Ops)}"))};");
                }
            }
        }
    }
}
