using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// Prints one kernel: a pass of a loss over one block, by a plan. What lanes are (samples or classes) is the subclasses' matter; the stages and the class axis are here.
/// </summary>
internal abstract class KernelPrinter
{
    private readonly HashSet<Exp> _staged = [];
    private Scope[]? _steps;

    protected KernelPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    {
        Spec = spec;
        Pass = pass;
        Plan = plan;
        Writer = writer;
        Helpers = helpers;
        Program = RowPrograms.Build(spec, pass);
        Schedule = Schedule.Of(Program);
        Ops = OpTable.For(plan.Width, spec.DType);
        Axis = new ClassAxis(spec.ClassCount, plan);
    }

    protected LossSpec Spec { get; }

    protected Pass Pass { get; }

    protected KernelPlan Plan { get; }

    protected SourceWriter Writer { get; }

    protected KernelHelpers Helpers { get; }

    protected RowProgram Program { get; }

    protected Schedule Schedule { get; }

    /// <summary>The operations of class-rate values.</summary>
    protected OpTable Ops { get; }

    protected ClassAxis Axis { get; }

    protected bool HasIndices => Spec.Target == TargetKind.ClassIndices;

    protected bool StoresLosses => Program.WritesLoss && Spec.Reduction == Reduction.None;

    protected bool SumsLosses => Program.WritesLoss && Spec.Reduction != Reduction.None;

    /// <summary>Exponentials wait in memory between the walks of a rolled plan; an unrolled one has them in registers.</summary>
    protected bool StagesExponentials => !Plan.Unrolled && Schedule.SharedExponentials.Count > 0;

    public static string Name(Pass pass, SampleLayout layout) => $"{pass}{layout}";

    public static void Print(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    {
        KernelPrinter printer = plan.LanesAreSamples
            ? new SampleLanesPrinter(spec, pass, plan, writer, helpers)
            : new ClassLanesPrinter(spec, pass, plan, writer, helpers);
        printer.PrintMethod();
    }

    private void PrintMethod()
    {
        string samples = Plan.Layout == SampleLayout.Rows ? "rows of [N, C]" : "positions of [N, C, S]";
        Writer.Line($"/// <summary>{PassNames.Title(Pass)} over a block of {samples}. Returns the block's sum of losses{(SumsLosses ? "" : ", here always 0")}.</summary>");
        Writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Writer.Open($"internal static double {Name(Pass, Plan.Layout)}(Block<{Ops.Element}>* block)");
        PrintPointers();
        if (Schedule.Stages.SelectMany(s => s.WalkOperands).Any(e => e.Contains(x => x is Exp)))
        {
            Ops.PrintExpConstants(Writer);
        }

        PrintBody();
        Writer.Close();
    }

    protected abstract void PrintBody();

    /// <summary>How a class-rate input of one step is read; null where its variable exists already.</summary>
    protected abstract string? LoadClassInput(LossInput input, AxisStep step);

    /// <summary>Binds the sample-rate leaves that a walk uses, in the form that it uses them.</summary>
    protected abstract void BindForWalk(IEnumerable<Expr> operands, Scope sample);

    /// <summary>What a leaf is inside a walk, if it does not depend on the class.</summary>
    protected abstract Printed? FindInWalk(Expr leaf, Scope sample);

    /// <summary>Where step's staged exponentials are: pointer and offset.</summary>
    protected abstract (string Pointer, string Offset) StagedExponential(AxisStep step);

    protected abstract string FinishReduction(ReduceOp op, string accumulated);

    protected abstract string MaskTail(string value);

    protected abstract void PrintLoss(Loss loss, Scope sample);

    /// <summary>Prints what is done with one step's gradient, the target's own part included.</summary>
    protected abstract void PrintGradientStep(Gradient gradient, AxisStep step, Printed perClass, Scope sample);

    /// <summary>Prints what follows the gradient's walk.</summary>
    protected virtual void AfterGradient(Gradient gradient, Scope sample)
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

    /// <summary>Prints declarations in front of a walk.</summary>
    protected virtual void BeforeWalk(int stage)
    {
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

            foreach (Step step in stage.After)
            {
                Writer.Line();
                switch (step)
                {
                    case Let let:
                        Writer.Line("// " + FormulaPrinter.Print(let));
                        ExprPrinter.PrintLet(let.Name, let.Body, sample);
                        break;
                    case Loss loss:
                        Writer.Line("// " + FormulaPrinter.Print(loss));
                        PrintLoss(loss, sample);
                        break;
                    default:
                        throw new NotSupportedException($"No code for {step.GetType().Name}.");
                }
            }

            if (stage.Gradient is { } gradient)
            {
                PrintGradient(gradient, sample);
            }
        }
    }

    private void PrintReductions(int index, Stage stage, Scope sample)
    {
        Writer.Line();
        foreach (Reduce reduce in stage.Reductions)
        {
            Writer.Line("// " + FormulaPrinter.Print(reduce));
        }

        BindForWalk(stage.WalkOperands, sample);
        int accumulators = Axis.Accumulators;
        if (!Plan.Unrolled)
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
                if (Plan.Unrolled && starts[reduce].Count < accumulators)
                {
                    // The first steps are the accumulators' first values.
                    starts[reduce].Add($"{accumulator} = {value}");
                    if (starts[reduce].Count == accumulators)
                    {
                        Writer.Line($"{Ops.Type} {string.Join(", ", starts[reduce])};");
                    }
                }
                else
                {
                    Writer.Line(reduce.Op == ReduceOp.Max ? $"{accumulator} = {Ops.Max(value, accumulator)};" : $"{accumulator} += {value};");
                }

                Stage(reduce.Body, step, scope);
            }

            InWalk(index, step, scope);
        }, stage.Reductions.Any(Closes) ? CloseSums : null);

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
            sample.Declare(new Value(reduce.Name), reduce.Name, FinishReduction(reduce.Op, total));
        }

        foreach (Exp exp in Schedule.SharedExponentials.Where(e => stage.WalkOperands.Any(o => o.Contains(x => x.Equals(e)))))
        {
            _staged.Add(exp);
        }

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

    private void PrintGradient(Gradient gradient, Scope sample)
    {
        Writer.Line();
        Writer.Line("// " + FormulaPrinter.Print(gradient));
        BindForWalk([gradient.PerClass], sample);
        Axis.Print(Writer, step =>
        {
            Scope scope = ScopeOf(step, sample);
            UseStaged(gradient.PerClass, step, scope);
            PrintGradientStep(gradient, step, ExprPrinter.Print(gradient.PerClass, scope), sample);
        });
        AfterGradient(gradient, sample);
    }

    private Scope ScopeOf(AxisStep step, Scope sample) => _steps?[Axis.Steps.TakeWhile(s => s != step).Count()] ?? StepScope(step, sample);

    private Scope StepScope(AxisStep step, Scope sample) => new(Ops, Writer, step.Suffix, (scope, leaf) =>
    {
        if (FindInWalk(leaf, sample) is { } known)
        {
            return known;
        }

        if (leaf is not Input { Rate: Rate.Class } input)
        {
            return null;
        }

        string name = Letter(input.Source) + step.Suffix;
        if (LoadClassInput(input.Source, step) is { } load)
        {
            return scope.Declare(leaf, name, load);
        }

        scope.Bind(leaf, name);
        return Printed.Atom(name);
    });

    /// <summary>Binds exponentials that an earlier walk left in the scratch.</summary>
    private void UseStaged(Expr operand, AxisStep step, Scope scope)
    {
        if (!StagesExponentials)
        {
            return;
        }

        foreach (Exp exp in _staged.Where(e => operand.Contains(x => x.Equals(e)) && scope.Find(e) is null))
        {
            (string pointer, string offset) = StagedExponential(step);
            scope.Bind(exp, Printed.Atom(Ops.Load(pointer, offset)));
        }
    }

    /// <summary>Leaves exponentials that a later walk needs in the scratch.</summary>
    private void Stage(Expr operand, AxisStep step, Scope scope)
    {
        if (!StagesExponentials)
        {
            return;
        }

        foreach (Exp exp in Schedule.SharedExponentials.Where(e => !_staged.Contains(e) && operand.Contains(x => x.Equals(e))))
        {
            (string pointer, string offset) = StagedExponential(step);
            Writer.Line(Ops.Store(scope.Find(exp)!.Value.Text, pointer, offset));
        }
    }

    private void PrintPointers()
    {
        string element = Ops.Element;
        Writer.Line($"{element}* x = block->Logits;");
        Pointer("q", "Probabilities", Program.Reads(LossInput.Probabilities));
        if (HasIndices)
        {
            Writer.Line($"{Ops.Index}* t = ({Ops.Index}*)block->Targets;");
        }

        Pointer("w", "ClassWeights", Program.Reads(LossInput.ClassWeights));
        Pointer("v", "TargetWeights", Program.Reads(LossInput.TargetWeight));
        Pointer("u", "Upstream", Program.Reads(LossInput.Upstream));
        Pointer("losses", "Losses", StoresLosses);
        Pointer("dx", "Gradient", Program.WritesGradient);
        Writer.Line("nint n = block->Count;");
        if (Plan.Layout == SampleLayout.Positions)
        {
            Writer.Line("nint S = block->Stride;");
        }

        void Pointer(string name, string field, bool used)
        {
            if (used)
            {
                Writer.Line($"{element}* {name} = block->{field};");
            }
        }
    }

    /// <summary>Prints memory for the kernel's own use, aligned to 64 bytes: on the stack up to 16 KB, else from the thread's buffer.</summary>
    protected void PrintScratch(IReadOnlyList<(string Name, int Count)> areas)
    {
        int total = areas.Sum(a => a.Count);
        if (total == 0)
        {
            return;
        }

        int bytes = total * KernelPlanner.Size(Spec.DType);
        if (bytes <= 16 * 1024)
        {
            Writer.Line($"byte* stack = stackalloc byte[{bytes + 64}];");
            Writer.Line($"{Ops.Element}* {areas[0].Name} = ({Ops.Element}*)(((nuint)stack + 63) & ~(nuint)63);");
        }
        else
        {
            Writer.Line($"{Ops.Element}* {areas[0].Name} = Scratch.Rent<{Ops.Element}>({total});");
        }

        for (int i = 1; i < areas.Count; i++)
        {
            Writer.Line($"{Ops.Element}* {areas[i].Name} = {areas[i - 1].Name} + {areas[i - 1].Count};");
        }
    }

    private static string Letter(LossInput input) => input switch
    {
        LossInput.Logits => "x",
        LossInput.Probabilities => "q",
        LossInput.ClassWeights => "w",
        _ => throw new NotSupportedException($"No letter for the input {input}."),
    };
}
