using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are samples: every value is a vector, and nothing crosses lanes.</summary>
internal sealed class SampleLanesPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : KernelPrinter(spec, pass, plan, writer, helpers)
{
    private readonly List<string> _gradientVectors = [];

    private int C => Spec.ClassCount;

    private int Lanes => Ops.Lanes;

    private bool Rows => Plan.Layout == SampleLayout.Rows;

    /// <summary>Rows come into lanes by transposition; a scalar kernel has nothing to transpose.</summary>
    private bool Transposes => Rows && Lanes > 1;

    /// <summary>A lane that is only padding has a loss of its own where no target says that it is ignored.</summary>
    private bool SumsPartialGroup => SumsLosses && !HasIndices && Lanes > 1;

    protected override void PrintBody()
    {
        PrintScratch(ScratchAreas());
        if (Lanes > 1 && HasIndices)
        {
            Writer.Line($"{Ops.Index}* tPad = stackalloc {Ops.Index}[{Lanes}];");
        }

        Scope sample = new(Ops, Writer, "", (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", Ops.Load("v", "0")),
            _ => null,
        });
        BindCallInputs(sample);
        if (SumsLosses)
        {
            Writer.Line($"{Ops.TotalType} total = {Ops.ZeroTotal};");
        }

        if (SumsPartialGroup)
        {
            Writer.Line("double last = 0d;");
        }

        Writer.Line();
        string next = Lanes == 1 ? "i++" : $"i += {Lanes}";
        Writer.Open($"for (nint i = 0; i < n; {next}, {string.Join(", ", Pointers().Select(p => Advance(p.Name, p.WholeSample)))})");
        if (Lanes > 1)
        {
            PrintEnterPartialGroup();
        }

        if (Transposes)
        {
            PrintTransposedLoad("x", LossInput.Logits);
            if (Program.Reads(LossInput.Probabilities))
            {
                PrintTransposedLoad("q", LossInput.Probabilities);
            }
        }

        if (HasIndices)
        {
            Writer.Line($"{Ops.IndexType} y = {Ops.Load("t", "0")};");
            Writer.Line($"{Ops.MaskType} keep = {Ops.IndexNotNegative("y")};");
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", Ops.Load("u", "0"));
        }

        PrintStages(sample);
        if (Lanes > 1)
        {
            PrintLeavePartialGroup();
        }

        Writer.Close();
        Writer.Line();
        Writer.Line($"return {(SumsLosses ? Ops.ReduceTotal("total", Helpers) + (SumsPartialGroup ? " + last" : "") : "0d")};");
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step) => input switch
    {
        LossInput.Logits when !Transposes => Ops.Load("x", ClassOffset(step)),
        LossInput.Probabilities when !Transposes => Ops.Load("q", ClassOffset(step)),
        LossInput.Logits or LossInput.Probabilities => null,
        LossInput.ClassWeights => Ops.Broadcast($"w[{step.Offset}]"),
        _ => throw new NotSupportedException($"{input} is not a class-rate input."),
    };

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        // Leaves that vary with the sample are vectors already; name those that are still in memory before a loop begins.
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Input { Rate: Rate.Sample or Rate.Call }).Distinct())
        {
            ExprPrinter.Print(leaf, sample);
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) => sample.Find(leaf);

    protected override (string Pointer, string Offset) StagedExponential(AxisStep step) => ("e", Times(step.Offset, $"{Lanes}"));

    protected override string FinishReduction(ReduceOp op, string accumulated) => accumulated;

    protected override string MaskTail(string value) => throw new NotSupportedException("A walk a class at a time has no tail.");

    protected override void BeforeWalk(int stage)
    {
        if (stage == FirstWalk && !Plan.Unrolled && Program.Reads(LossInput.TargetLogit))
        {
            Writer.Line($"{Ops.Type} xt = {Ops.Zero};");
        }
    }

    protected override void InWalk(int stage, AxisStep step, Scope scope)
    {
        if (stage == FirstWalk && !Plan.Unrolled && Program.Reads(LossInput.TargetLogit))
        {
            string x = ExprPrinter.Text(new Input(LossInput.Logits), scope);
            Writer.Line($"xt = {Ops.Select(IsTarget(step), x, "xt")};");
        }
    }

    protected override void AfterWalk(int stage, Scope sample)
    {
        if (stage != FirstWalk || !Program.Reads(LossInput.TargetLogit))
        {
            return;
        }

        if (Plan.Unrolled)
        {
            Writer.Line();
            Writer.Line("// x[t]");
            Writer.Line($"{Ops.Type} xt = x0;");
            foreach (AxisStep step in Axis.Steps.Skip(1))
            {
                Writer.Line($"xt = {Ops.Select(IsTarget(step), "x" + step.Suffix, "xt")};");
            }
        }

        sample.Bind(new Input(LossInput.TargetLogit), "xt");
    }

    protected override void PrintLoss(Loss loss, Scope sample)
    {
        string value = ExprPrinter.Text(loss.Body, sample);
        Writer.Line($"{Ops.Type} loss = {(HasIndices ? Ops.Where("keep", value) : value)};");
        if (StoresLosses)
        {
            Writer.Line(Ops.Store("loss", "losses", "0"));
        }
        else if (SumsPartialGroup)
        {
            Writer.Open($"if (n - i >= {Lanes})");
            Writer.Line(Ops.AddToTotal("total", "loss"));
            Writer.Close();
            Writer.Open("else");
            Writer.Line(Ops.Store("loss", "lossPad", "0"));
            Writer.Open("for (nint j = 0; j < n - i; j++)");
            Writer.Line("last += lossPad[j];");
            Writer.Close();
            Writer.Close();
        }
        else
        {
            Writer.Line(Ops.AddToTotal("total", "loss"));
        }
    }

    protected override void PrintGradientStep(Gradient gradient, AxisStep step, Printed perClass, Scope sample)
    {
        Printed value = perClass;
        if (gradient.AtTarget is { } atTarget)
        {
            value = Printed.Infix(value, " - ", Printed.Atom(Ops.Where(IsTarget(step), ExprPrinter.Text(atTarget, sample))), Precedence.Additive);
        }

        string text = HasIndices ? Ops.Where("keep", value.Text) : value.Text;
        if (Transposes)
        {
            Writer.Line($"{Ops.Type} d{step.Suffix} = {text};");
            _gradientVectors.Add($"d{step.Suffix}");
        }
        else
        {
            Writer.Line(Ops.Store(text, "dx", ClassOffset(step)));
        }
    }

    protected override void AfterGradient(Gradient gradient, Scope sample)
    {
        if (!Transposes)
        {
            return;
        }

        VectorOps ops = (VectorOps)Ops;
        foreach (int first in Groups())
        {
            Writer.Line(first < 0
                ? Helpers.Scatter(ops, _gradientVectors[~first], Plus("dx", ~first))
                : Helpers.StoreGroup(ops, _gradientVectors.GetRange(first, KernelHelpers.Group(ops)), Plus("dx", first)));
        }
    }

    private int FirstWalk => Schedule.Stages.TakeWhile(s => s.Reductions.Count == 0).Count();

    private static string Plus(string pointer, int offset) => offset == 0 ? pointer : $"{pointer} + {offset}";

    private static string Times(string offset, string factor) => offset switch
    {
        "0" => "0",
        "1" => factor,
        _ when factor == "1" => offset,
        _ when offset.Contains(" ") => $"(({offset}) * {factor})",
        _ => $"({offset} * {factor})",
    };

    private string ClassOffset(AxisStep step) => Rows ? step.Offset : Times(step.Offset, "S");

    private string IsTarget(AxisStep step)
    {
        string offset = step.Offset.StartsWith("c", StringComparison.Ordinal) ? $"({Ops.Index})({step.Offset})" : Ops.IndexNumber(step.Offset);
        return Ops.IndexEquals("y", offset);
    }

    private string Advance(string pointer, bool wholeSample) => (Rows && wholeSample, Lanes) switch
    {
        (true, 1) => $"{pointer} += C",
        (true, _) => $"{pointer} += {Lanes} * C",
        (false, 1) => $"{pointer}++",
        (false, _) => $"{pointer} += {Lanes}",
    };

    /// <summary>What moves on with the samples: whole samples, or one element for each.</summary>
    private IEnumerable<(string Name, bool WholeSample)> Pointers()
    {
        yield return ("x", true);
        if (Program.Reads(LossInput.Probabilities))
        {
            yield return ("q", true);
        }

        if (Program.WritesGradient)
        {
            yield return ("dx", true);
        }

        if (HasIndices)
        {
            yield return ("t", false);
        }

        foreach ((string name, bool used) in PerSample())
        {
            if (used)
            {
                yield return (name, false);
            }
        }

        if (StoresLosses)
        {
            yield return ("losses", false);
        }
    }

    private IEnumerable<(string Name, bool Used)> PerSample() =>
        [("v", Program.Reads(LossInput.TargetWeight)), ("u", Program.Reads(LossInput.Upstream))];

    private List<(string Name, int Count)> ScratchAreas()
    {
        List<(string, int)> areas = [];
        if (StagesExponentials)
        {
            Writer.Line("// e[c] = exp(x[c] - m), kept between the walks over the classes.");
            areas.Add(("e", C * Lanes));
        }

        if (Lanes == 1)
        {
            return areas;
        }

        Writer.Line($"// A last group of fewer than {Lanes} samples runs in a padded copy, so that nothing beyond the block is read or written.");
        areas.Add(("xPad", C * Lanes));
        if (Program.Reads(LossInput.Probabilities))
        {
            areas.Add(("qPad", C * Lanes));
        }

        areas.AddRange(PerSample().Where(p => p.Used).Select(p => (p.Name + "Pad", Lanes)));
        if (StoresLosses || SumsPartialGroup)
        {
            areas.Add(("lossPad", Lanes));
        }

        return areas;
    }

    private void PrintEnterPartialGroup()
    {
        Writer.Line("nint rest = n - i;");
        Writer.Open($"if (rest < {Lanes})");
        CopyClasses("x");
        if (Program.Reads(LossInput.Probabilities))
        {
            CopyClasses("q");
        }

        foreach ((string name, bool used) in PerSample())
        {
            if (used)
            {
                Writer.Line($"Padding.CopyRows({name}, rest, {name}Pad, {Lanes});");
                Writer.Line($"{name} = {name}Pad;");
            }
        }

        if (HasIndices)
        {
            Writer.Line($"Padding.CopyTargets(t, rest, tPad, {Lanes});");
            Writer.Line("t = tPad;");
        }

        if (Program.WritesGradient)
        {
            Writer.Line("dx = xPad;");
        }

        if (StoresLosses)
        {
            Writer.Line("losses = lossPad;");
        }

        if (!Rows)
        {
            Writer.Line($"S = {Lanes};");
        }

        Writer.Close();
        Writer.Line();

        void CopyClasses(string name)
        {
            Writer.Line(Rows
                ? $"Padding.CopyRows({name}, rest * C, {name}Pad, {Lanes} * C);"
                : $"Padding.CopyClasses({name}, S, C, rest, {name}Pad, {Lanes});");
            Writer.Line($"{name} = {name}Pad;");
        }
    }

    private void PrintLeavePartialGroup()
    {
        if (!Program.WritesGradient && !StoresLosses)
        {
            return;
        }

        Writer.Line();
        Writer.Open($"if (rest < {Lanes})");
        if (Program.WritesGradient)
        {
            Writer.Line(Rows
                ? $"Padding.CopyBack(xPad, block->Gradient + (i * C), rest * C);"
                : $"Padding.CopyClassesBack(xPad, {Lanes}, C, rest, block->Gradient + i, block->Stride);");
        }

        if (StoresLosses)
        {
            Writer.Line("Padding.CopyBack(lossPad, block->Losses + i, rest);");
        }

        Writer.Close();
    }

    /// <summary>First classes of the groups that transpose together, the last overlapping the one before; or, complemented, single classes where there are too few.</summary>
    private IEnumerable<int> Groups()
    {
        int group = KernelHelpers.Group((VectorOps)Ops);
        if (Plan.Width == VectorWidth.Vector128 || C < group)
        {
            return Enumerable.Range(0, C).Select(c => ~c);
        }

        return Enumerable.Range(0, (C + group - 1) / group).Select(k => Math.Min(k * group, C - group));
    }

    private void PrintTransposedLoad(string letter, LossInput input)
    {
        VectorOps ops = (VectorOps)Ops;
        int known = 0;
        Writer.Line($"// {FormulaPrinter.Symbol(input)} of {Lanes} rows, a row a lane");
        foreach (int first in Groups())
        {
            if (first < 0)
            {
                Writer.Line($"{Ops.Type} {letter}{~first} = {Helpers.Gather(ops, Plus(letter, ~first))};");
                continue;
            }

            int group = KernelHelpers.Group(ops);
            string[] results = Enumerable.Range(first, group).Select(c => c < known ? "out _" : $"out {Ops.Type} {letter}{c}").ToArray();
            Writer.Line(Helpers.LoadGroup(ops, Plus(letter, first), results));
            known = first + group;
        }
    }

    private void BindCallInputs(Scope sample)
    {
        if (Program.Reads(LossInput.Scale))
        {
            sample.Declare(new Input(LossInput.Scale), "g", Ops.Broadcast("block->Scale"));
        }

        if (Program.Reads(LossInput.WeightSum))
        {
            sample.Declare(new Input(LossInput.WeightSum), "W", Ops.Broadcast("block->WeightSum"));
        }
    }
}
