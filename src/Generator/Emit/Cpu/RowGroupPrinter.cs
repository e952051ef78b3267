using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// Kernels of a group of as many rows as a vector has lanes. Each walk goes over the rows one by one, lanes along the classes; then the rows' partial results are reduced together, and what is computed once a sample is
/// a vector with a lane for each row. A group's gradient is written on the walk that sums the next group, where that can be.
/// </summary>
internal sealed class RowGroupPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : ClassLanesPrinter(spec, pass, plan, writer, helpers)
{
    /// <summary>Values of the samples that a walk needs one by one: in memory, under the vector's name with "Rows".</summary>
    private readonly Dictionary<Expr, string> _spilled = [];

    private readonly List<(string Name, Expr Leaf)> _broadcast = [];

    protected override bool SamplesShareConstants => true;

    /// <summary>Where the rows' gradients go: to the caller's memory, or to a copy in the nearest cache that is then written past the caches in one stretch.</summary>
    private string Output => MapPointer!.Name + "Group";

    /// <summary>What has an element a sample must not be read or written beyond a last group of fewer rows.</summary>
    private PaddedGroupText Padded => new(
        Plan, Spec.ClassCount, [.. Reads.Where(pointer => pointer.Extent == PointerExtent.Sample)], map: null, [.. StoredOutputs.Select(KernelPointers.Of)], HasIndices, Writer, count: "rows");

    /// <summary>And where no walk of the next group writes over what waits, or over the values of the rows.</summary>
    protected override bool Overlaps => base.Overlaps && WaitingFor(Program.Map!).Count() == 1
        && !Schedule.Stages.SelectMany(stage => stage.Reductions).SelectMany(reduce => reduce.Operands).SelectMany(ExprTraversal.DescendantsAndSelf).Any(RowLeavesOf(Program.Map!).Contains);

    /// <summary>Values of a row that the map takes, the target's part included.</summary>
    private IEnumerable<Expr> RowLeavesOf(Map map) => LeavesOf(map.PerClass).Concat(map.AtTarget is { } atTarget ? LeavesOf(atTarget) : []).Where(leaf => leaf.Rate == Rate.Sample);

    protected override string RowPointer(KernelPointer pointer) => pointer.Extent == PointerExtent.Classes ? pointer.Name + "Row" + Before : pointer.Name;

    protected override string StagedPointer(Function function) => StagedName(function) + "Row" + Before;

    protected override void PrintBody()
    {
        PrintScratch(ScratchAreas());
        PrintTailConstant();
        PrintLaneConstant();
        if (HasIndices)
        {
            Writer.Line($"{Ops.Index}* tPad = stackalloc {Ops.Index}[{Lanes}];");
        }
        else if (NeedsKeep)
        {
            Writer.Line($"{Ops.Type} row = {Ops.Broadcast(string.Join(", ", Enumerable.Range(0, Lanes).Select(i => Ops.Number(i))))};");
        }

        Scope sample = new(Ops, Writer, "", hasConstants: true, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", Ops.Load("v", "0")),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", Ops.FromIndex("y")),
            _ => null,
        });
        BindCallInputs(sample);
        if (SumsLosses)
        {
            Writer.Line($"{Ops.TotalType} total = {Ops.ZeroTotal};");
        }

        if (Overlaps)
        {
            Writer.Line("// The rows of the group before whose gradients are still to be written: on the walk that sums the next group, so that neither waits for the other.");
            Writer.Line("nint waits = 0;");
        }

        Writer.Line();
        Writer.Open($"for (nint i = 0; {(Overlaps ? "" : "i < n")}; i += {Lanes}{string.Concat(Moving.Select(pointer => $", {pointer.Name} += {(pointer.Extent == PointerExtent.Classes ? $"{Lanes} * C" : $"{Lanes}")}"))})");
        Writer.Line($"nint rows = nint.Min({Lanes}, n - i);");
        if (Overlaps)
        {
            PrintOutputs();
            PrintGroupBeforeTheLast(sample);
        }

        if (HasIndices || Padded.Areas.Any())
        {
            Writer.Open($"if (rows < {Lanes})");
            Padded.PrintEnter();
            Writer.Close();
            Writer.Line();
        }

        if (HasIndices)
        {
            Writer.Line($"{Ops.IndexType} y = {Ops.Load("t", "0")};");
            Writer.Line($"{Ops.MaskType} keep = {Ops.IndexNotNegative("y")};");
        }
        else if (NeedsKeep)
        {
            Writer.Line($"{Ops.MaskType} keep = {Ops.LessThan("row", Ops.Broadcast($"({Ops.Element})rows"))};");
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", Ops.Load("u", "0"));
        }

        if (PicksTarget)
        {
            sample.Declare(new Input(LossInput.TargetPrediction), "xt", Helpers.PickTargets((VectorOps)Ops, "x", "t", "C", "1"));
        }

        if (MapPointer is not null && !Overlaps)
        {
            PrintOutputs();
        }

        PrintStages(sample);
        if (Padded.Writes)
        {
            Writer.Line();
            Writer.Open($"if (rows < {Lanes})");
            Padded.PrintStoredBack();
            Writer.Close();
        }

        Writer.Close();
        Writer.Line();
        Writer.Line($"return {(SumsLosses ? Helpers.Total(Ops, "total") : "0d")};");
    }

    /// <summary>Where a group's gradients go, and where what they are made of waits.</summary>
    private void PrintOutputs()
    {
        string map = MapPointer!.Name;
        string[] groups = Overlaps ? ["", "Before"] : [""];
        if (Overlaps)
        {
            Writer.Line("// A group and the one before have copies in turns.");
            Writer.Line($"{Ops.Element}* copy = copies + ((i & {Lanes}) * C), copyBefore = copies + (((i & {Lanes}) ^ {Lanes}) * C), {map}Before = {map} - ({Lanes} * C);");
        }

        Writer.Line($"// {map}: beyond the caches' size it is written from a copy in the nearest one.");
        Writer.Line($"{Ops.Element}* {string.Join(", ", groups.Select(before => $"{Output}{before} = block->Streams ? copy{before} : {map}{before}"))};");
        if (StagedInOutput is { } function)
        {
            string mayBeInput = Reads.Any(pointer => pointer.Name == "x") ? $" || {map} == x" : "";
            Writer.Line($"// {StagedName(function)}[r, c] = {FormulaPrinter.Print(function)} waits where the result will be, but not over its own input.");
            Writer.Line($"{Ops.Element}* {string.Join(", ", groups.Select(before => $"{StagedName(function)}{before} = block->Streams{mayBeInput} ? copy{before} : {map}{before}"))};");
        }
    }

    /// <summary>Prints the gradients of the group before where the next group has not as many rows or is none, and there the end of the loop.</summary>
    private void PrintGroupBeforeTheLast(Scope sample)
    {
        Writer.Open($"if (waits > 0 && rows < {Lanes})");
        Writer.Line("// " + FormulaPrinter.Print(Program.Map!) + ", of the group before");
        Writer.Open("for (nint r = 0; r < waits; r++)");
        PrintRowBefore(sample);
        Writer.Close();
        Writer.Line();
        PrintFinishGroupBefore();
        Writer.Close();
        Writer.Line();
        Writer.Open("if (rows <= 0)");
        Writer.Line("break;");
        Writer.Close();
        Writer.Line();
    }

    /// <summary>Prints what follows the gradients of the group before.</summary>
    private void PrintFinishGroupBefore()
    {
        Writer.Open("if (block->Streams)");
        Writer.Line($"NonTemporal.Copy(copyBefore, {MapPointer!.Name}Before, waits * C);");
        Writer.Close();
        Writer.Line();
        Writer.Line("waits = 0;");
    }

    /// <summary>Prints the gradient of row r of the group before.</summary>
    private void PrintRowBefore(Scope sample) => PrintBefore(() =>
    {
        Map map = Program.Map!;
        Function staged = StagedInOutput!;
        Writer.Line($"{Ops.Element}* {RowPointer(MapPointer!)} = {Output}Before + (r * C);");
        if (HasIndices)
        {
            Writer.Open($"if ({TargetOfRow} < 0)");
            Writer.Line($"new Span<{Ops.Element}>({RowPointer(MapPointer!)}, C).Clear();");
            Writer.Close();
            Writer.Open("else");
        }

        Writer.Line($"{Ops.Element}* {StagedPointer(staged)} = {StagedName(staged)}Before + (r * C);");
        foreach (string name in LeavesOf(map.PerClass).Where(leaf => leaf.Rate == Rate.Sample).Select(NameOf))
        {
            Writer.Line($"{Ops.Type} {name}V = {Ops.Broadcast($"{name}Rows[r]")};");
        }

        base.PrintMapWalk(map, sample);
        if (HasIndices)
        {
            Writer.Close();
        }
    });

    /// <summary>The target of row r.</summary>
    private string TargetOfRow => WritesBefore ? $"t[r - {Lanes}]" : "t[r]";

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        _broadcast.Clear();
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Value or Input { Rate: not Rate.Class }).Distinct())
        {
            string name = ExprPrinter.Text(leaf, sample);
            if (leaf.Rate <= Rate.Call)
            {
                continue;
            }

            if (!_spilled.ContainsKey(leaf))
            {
                Writer.Line(Ops.Store(name, $"{name}Rows", "0"));
                _spilled[leaf] = name;
            }

            _broadcast.Add((name, leaf));
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) =>
        leaf is not (Value or Input { Rate: not Rate.Class }) ? null
        : leaf.Rate <= Rate.Call ? sample.Find(leaf)
        : WritesBefore ? Printed.Atom(NameOf(leaf) + "V")
        : _spilled.TryGetValue(leaf, out string? name) ? Printed.Atom(name + "V") : null;

    protected override void OpenWalk(int stage, Scope sample)
    {
        if (Overlaps && stage == Schedule.LastWalk)
        {
            Writer.Line($"// Beside it {FormulaPrinter.Print(Program.Map!)}, of the group before");
        }

        Writer.Open("for (nint r = 0; r < rows; r++)");
        if (Overlaps && stage == Schedule.LastWalk)
        {
            Writer.Open("if (waits > 0)");
            PrintRowBefore(sample);
            Writer.Close();
            Writer.Line();
        }

        PrintRowPointers(Schedule.Stages[stage].Reductions.SelectMany(reduce => reduce.Operands), "continue;");
    }

    protected override bool ReadsTarget => base.ReadsTarget || (HasIndices && Guess is not null);

    protected override void PrintGuess(Guess guess, Scope sample)
    {
        string m = guess.Of.Reference;
        Writer.Line($"// {m}: near the largest logit, from {(HasIndices ? "the target's and " : "")}the first {Plan.GuessedFrom}. Whether it is near enough, the sums show.");
        PrintLargestOfFirst();
        if (HasIndices)
        {
            DeclareTarget(sample);
            Writer.Line($"largest = {Ops.Max("xt", "largest")};");
        }

        PrintReference(guess, sample, declares: true);
        Writer.Line("bool guessed = true;");
        Writer.Line();
        Writer.Line("Sum:");
    }

    /// <summary>The largest of each row's first classes: by transposition where there are as many rows as lanes, else one row after the other.</summary>
    /// <remarks>With NaN among them the two may differ: a row with NaN has NaN for its sum, whatever it was guessed from, and is summed again with its maximum.</remarks>
    private void PrintLargestOfFirst()
    {
        VectorOps ops = (VectorOps)Ops;
        int first = Plan.GuessedFrom, group = KernelHelpers.Group(ops);
        bool transposes = ops.Bits > 128;
        Writer.Line($"{Ops.Type} largest;");
        if (transposes)
        {
            Writer.Open($"if (rows == {Lanes})");
            for (int c = 0; c < first; c += group)
            {
                Writer.Line(Helpers.LoadGroup(ops, c == 0 ? "x" : $"x + {c}", [.. Enumerable.Range(c, group).Select(k => $"out {Ops.Type} first{k}")]));
            }

            Writer.Line($"largest = {Enumerable.Range(1, first - 1).Aggregate("first0", (largest, k) => Ops.Max($"first{k}", largest))};");
            Writer.Close();
            Writer.Open("else");
        }

        string math = Ops.DType == DType.Float32 ? "MathF" : "Math";
        Writer.Open("for (nint r = 0; r < rows; r++)");
        Writer.Line($"largestRows[r] = {Enumerable.Range(1, first - 1).Aggregate("x[r * C]", (largest, k) => $"{math}.Max(x[(r * C) + {k}], {largest})")};");
        Writer.Close();
        Writer.Line();
        Writer.Line($"largest = {Ops.Load("largestRows", "0")};");
        if (transposes)
        {
            Writer.Close();
        }

        Writer.Line();
    }

    protected override void AfterWalk(int stage, Scope sample)
    {
        if (Guess is not { } guess || Schedule.Stages[stage].Reductions.All(reduce => reduce.Name != guess.Of.Sum))
        {
            return;
        }

        Writer.Open($"if (guessed && !{Ops.AllLessThan(Ops.Where("keep", guess.Of.Sum), Ops.Constant(Guess.LargestSum))})");
        Writer.Line("// A logit far above its row's guess, or NaN. The group once more, with the maxima of such rows: what a row gives does not depend on its neighbours.");
        _broadcast.Clear();
        Writer.Open("for (nint r = 0; r < rows; r++)");
        PrintRowPointers([new Input(LossInput.Prediction)], "continue;");
        Writer.Line($"largestRows[r] = {Helpers.MaxOfRow((VectorOps)Ops, Elements, "xRow")};");
        Writer.Close();
        Writer.Line();
        Writer.Line($"largest = {Ops.Select(Ops.LessThan(guess.Of.Sum, Ops.Constant(Guess.LargestSum)), "largest", Ops.Load("largestRows", "0"))};");
        PrintReference(guess, sample, declares: false);
        Writer.Line("guessed = false;");
        Writer.Line("goto Sum;");
        Writer.Close();
    }

    /// <summary>Whether lanes without a sample must be told from others.</summary>
    private bool NeedsKeep => HasIndices || SumsLosses || Guess is not null;

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) =>
        Writer.Line(Ops.Store(accumulated, $"{reduce.Name}Parts", $"(r * {Lanes})"));

    protected override void CloseWalk(int stage, Scope sample)
    {
        Writer.Close();
        Writer.Line();
        if (Overlaps && stage == Schedule.LastWalk)
        {
            Writer.Open("if (waits > 0)");
            PrintFinishGroupBefore();
            Writer.Close();
            Writer.Line();
        }

        foreach (Reduce reduce in Schedule.Stages[stage].Reductions)
        {
            sample.Declare(new Value(reduce.Name), reduce.Name, Helpers.ReduceRows((VectorOps)Ops, reduce.Op == ReduceOp.Max, $"{reduce.Name}Parts"));
        }

        if (ReadsTarget && Guess is null && stage == Schedule.FirstWalk)
        {
            DeclareTarget(sample);
        }
    }

    private void DeclareTarget(Scope sample) => sample.Declare(new Input(LossInput.TargetPrediction), "xt", Helpers.TargetsOfRows((VectorOps)Ops, "x", "t", "y", "keep"));

    protected override void InWalk(int stage, AxisStep step, Scope scope)
    {
        // The walk that computes most has time to ask for the next group.
        if (step.Masked || stage != Schedule.LastWalk)
        {
            return;
        }

        foreach (KernelPointer pointer in Reads.Where(pointer => pointer.Extent == PointerExtent.Classes))
        {
            if (Ops.Prefetch($"{pointer.Name} + (r * C) + {step.Offset} + {Plan.Ahead}") is { } prefetch)
            {
                Writer.Line(prefetch);
            }
        }

        // Where a group is small, its lines are written again before they have come near.
        if (Plan.AsksForOutput && StagedInOutput is { } function && Ops.Prefetch($"{StagedPointer(function)} + {step.Offset} + {Plan.Ahead}") is { } prefetchOutput)
        {
            Writer.Line(prefetchOutput);
        }
    }

    protected override void PrintStore(Store store, Scope sample) => PrintStore(store, sample, "0", masksLoss: SumsLosses);

    protected override void PrintMapWalk(Map map, Scope sample)
    {
        List<(string, Expr)> perClass = [.. _broadcast];
        if (map.AtTarget is { Rate: Rate.Sample } atTarget)
        {
            BindForWalk([atTarget], sample);
        }

        if (Overlaps)
        {
            Writer.Line("// That is left to the next group.");
            Writer.Line("waits = rows;");
            return;
        }

        _broadcast.Clear();
        _broadcast.AddRange(perClass);
        Writer.Open("for (nint r = 0; r < rows; r++)");
        PrintRowPointers(map.Operands, $"new Span<{Ops.Element}>({RowPointer(MapPointer!)}, C).Clear();\ncontinue;");
        base.PrintMapWalk(map, sample);
        Writer.Close();
        Writer.Line();
        Writer.Open("if (block->Streams)");
        Writer.Line($"NonTemporal.Copy(copy, {MapPointer!.Name}, rows * C);");
        Writer.Close();
    }

    protected override void AfterMap(Map map, Scope sample)
    {
        if (map.AtTarget is not { } atTarget)
        {
            return;
        }

        string subtrahend = atTarget switch
        {
            Const constant => Ops.Number(constant.Value),
            Input { Source: LossInput.Scale } => "block->Scale",
            _ => $"{NameOf(atTarget)}Rows[r]",
        };
        Writer.Line($"{RowPointer(MapPointer!)}[{TargetOfRow}] -= {subtrahend};");
    }

    /// <summary>Prints pointers at what a walk reads and writes of row r, and what becomes of an ignored one.</summary>
    private void PrintRowPointers(IEnumerable<Expr> operands, string whenIgnored)
    {
        Expr[] evaluated = operands.SelectMany(Unstaged).ToArray(), all = operands.SelectMany(ExprTraversal.DescendantsAndSelf).ToArray();
        bool writes = whenIgnored != "continue;";
        if (writes)
        {
            Writer.Line($"{Ops.Element}* {RowPointer(MapPointer!)} = {Output} + (r * C);");
        }

        if (HasIndices)
        {
            Writer.Open("if (t[r] < 0)");
            Writer.Line(whenIgnored);
            Writer.Close();
            Writer.Line();
        }

        foreach (KernelPointer pointer in evaluated.OfType<Input>().Where(input => input is { Rate: Rate.Class, Source: not LossInput.ClassIndex })
            .Select(input => KernelPointers.Of(input.Source)).Where(pointer => pointer.Extent == PointerExtent.Classes).Distinct())
        {
            Writer.Line($"{Ops.Element}* {RowPointer(pointer)} = {pointer.Name} + (r * C);");
        }

        foreach (Function function in StagedFunctions.Where(all.Contains))
        {
            Writer.Line($"{Ops.Element}* {StagedPointer(function)} = {StagedName(function)} + (r * {(function.Equals(StagedInOutput) ? "C" : $"{StagedStride}")});");
        }

        foreach ((string name, Expr _) in _broadcast)
        {
            Writer.Line($"{Ops.Type} {name}V = {Ops.Broadcast($"{name}Rows[r]")};");
        }
    }

    /// <summary>A function that the map needs waits in the map's own memory: one stretch less to keep near.</summary>
    protected override Function? StagedInOutput => Program.Map is { } map ? StagedFunctions.FirstOrDefault(function => map.PerClass.Contains(function.Equals)) : null;

    /// <summary>Rows of staged values begin on vectors.</summary>
    private int StagedStride => (Spec.ClassCount + Lanes - 1) / Lanes * Lanes;

    private List<(string Name, int Count)> ScratchAreas()
    {
        List<(string, int)> areas = [];
        foreach (Function function in StagedFunctions.Where(function => !function.Equals(StagedInOutput)))
        {
            Writer.Line($"// {StagedName(function)}[r, c] = {FormulaPrinter.Print(function)}, kept between the walks over a group.");
            areas.Add((StagedName(function), Lanes * StagedStride));
        }

        areas.AddRange(Schedule.Stages.SelectMany(stage => stage.Reductions).Select(reduce => ($"{reduce.Name}Parts", Lanes * Lanes)));
        IEnumerable<Expr> inWalks = Schedule.Walks.SelectMany(walk => walk).Concat(Program.Map is { AtTarget: { } atTarget } ? [atTarget] : []);
        foreach (Expr leaf in inWalks.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Value or Input { Rate: Rate.Sample }).Distinct())
        {
            areas.Add(($"{NameOf(leaf)}Rows", Lanes));
        }

        if (Guess is not null)
        {
            areas.Add(("largestRows", Lanes));
        }

        if (MapPointer is not null)
        {
            areas.Add(Overlaps ? ("copies", 2 * Lanes * Spec.ClassCount) : ("copy", Lanes * Spec.ClassCount));
        }

        areas.AddRange(Padded.Areas);
        return areas;
    }
}
