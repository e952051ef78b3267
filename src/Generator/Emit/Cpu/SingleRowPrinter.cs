using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels of one row at a time: lanes are classes, sample-rate values scalars.</summary>
internal class SingleRowPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : ClassLanesPrinter(spec, pass, plan, writer, helpers)
{
    private readonly Dictionary<Expr, string> _broadcast = [];

    /// <summary>While a walk is printed: what the waiting row has in the vector at the end, whose first lanes the walk has written over by then.</summary>
    private Scope? _lastBefore;

    protected override bool SamplesShareConstants => false;

    /// <summary>Whether x[t] is read: for the loss, or because it is a good guess of the largest logit.</summary>
    protected override bool ReadsTarget => base.ReadsTarget
        || (HasIndices && Guess is not null);

    /// <summary>Whether rows are long enough to be written past the caches in whole lines.</summary>
    /// <remarks>The classes outside whole lines are written one at a time. A function that is computed there, and not read from where a vector left it, could differ from the vector's in the last place: results would depend on addresses.</remarks>
    protected virtual bool Streams => Plan.Regime == Regime.RolledRow && Ops.Lanes > 1 && Program.Map is { } map && !ComputesFunction(map.PerClass);

    /// <summary>A row that is written past the caches is written at once: its whole lines are not the vectors of a walk.</summary>
    protected override bool Overlaps => base.Overlaps && Streams;

    /// <summary>Memory of the kernel's own: what waits between the walks.</summary>
    protected virtual IEnumerable<(string Name, int Count)> ScratchAreas => StagedFunctions.Select(function => (StagedName(function), Spec.ClassCount));

    private bool ComputesFunction(Expr expr) => expr.Rate == Rate.Class
        && (expr is Function function ? !StagedFunctions.Contains(function) : expr.Children().Any(ComputesFunction));

    protected override void PrintBody()
    {
        foreach (Function function in StagedFunctions)
        {
            Writer.Line($"// {StagedName(function)}[c] = {FormulaPrinter.Print(function)}, kept between the walks over a row.");
        }

        PrintScratch([.. ScratchAreas]);
        PrintTailConstant();
        if (Streams && HasIndices)
        {
            Writer.Line($"{Ops.IndexType} lanes = {Ops.IndexConstant(string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.IndexNumber($"{i}"))))};");
        }

        PrintLaneConstant();
        Scope sample = new(Scalar, Writer, "", hasConstants: false, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", "v[i]"),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", $"({Ops.Element})y"),
            _ => null,
        });
        BindCallInputs(sample);
        if (SumsLosses)
        {
            Writer.Line("double total = 0d;");
        }

        if (Overlaps)
        {
            PrintRowBeforeValues(sample);
        }

        Writer.Line();
        Writer.Open($"for (nint i = 0; i < n; i++{string.Concat(RowPointers().Select(p => $", {p} += C"))})");
        if (HasIndices)
        {
            Writer.Line($"{Ops.Index} y = t[i];");
            Writer.Open("if (y < 0)");
            Writer.Line("// Ignored: neither read nor counted.");
            foreach (KernelPointer stored in StoredOutputs.Select(KernelPointers.Of))
            {
                Writer.Line($"{stored.Name}[i] = {Scalar.Zero};");
            }

            if (MapPointer is { } map)
            {
                Writer.Line($"new Span<{Elements.Type(Ops)}>({map.Name}, C).Clear();");
            }

            Writer.Line("continue;");
            Writer.Close();
            Writer.Line();
            if (ReadsTarget)
            {
                sample.Declare(new Input(LossInput.TargetPrediction), "xt", Elements.Load(Scalar, "x", "y"));
            }
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", "u[i]");
        }

        PrintStages(sample);
        Writer.Close();
        Writer.Line();
        if (Overlaps)
        {
            Writer.Open("if (waits)");
            PrintBefore(() => base.PrintMapWalk(Program.Map!, sample));
            Writer.Close();
            Writer.Line();
        }

        Writer.Line($"return {(SumsLosses ? "total" : "0d")};");
    }

    protected override string RowPointer(KernelPointer pointer) => pointer == MapPointer ? pointer.Name + Before : base.RowPointer(pointer);

    /// <summary>What every class of a row's gradient takes.</summary>
    private IEnumerable<Expr> LeavesBefore => LeavesOf(Program.Map!.PerClass);

    /// <summary>Prints what is known of a row whose gradient waits.</summary>
    private void PrintRowBeforeValues(Scope sample)
    {
        Map map = Program.Map!;
        Writer.Line("// The row before, whose gradient is still to be written: on the walk that sums the next one, so that neither waits for the other.");
        Writer.Line("bool waits = false;");
        Writer.Line($"{Ops.Element}* {MapPointer!.Name}Before = {MapPointer.Name};");
        if (HasIndices)
        {
            Writer.Line($"{Ops.Index} yBefore = 0;");
        }

        foreach (Expr leaf in LeavesBefore)
        {
            Writer.Line($"{Ops.Type} {NameOf(leaf)}Before = {(leaf.Rate == Rate.Sample ? Ops.Zero : Ops.Broadcast(ExprPrinter.Text(leaf, sample)))};");
        }

        if (map.AtTarget is { Rate: Rate.Sample })
        {
            Writer.Line($"{Ops.Element} targetBefore = {Scalar.Zero};");
        }
    }

    protected override void BeforeWalk(int stage)
    {
        if (!Overlaps || stage != Schedule.LastWalk)
        {
            return;
        }

        Writer.Line($"// Beside it {FormulaPrinter.Print(Program.Map!)}, of the row before");
        if (Axis.Masked is { } masked)
        {
            PrintBefore(() =>
            {
                Writer.Line("// The last vector overlaps its neighbour: of the row before it is read first.");
                _lastBefore = StepScope(masked with { Suffix = "Last" }, new Scope(Scalar, Writer, "", hasConstants: false, (_, _) => null));
                ReadLast(WaitingFor(Program.Map!), masked, _lastBefore);
            });
        }
    }

    protected override void BeginRound(int stage, Scope sample, bool inLoop)
    {
        if (!Overlaps || stage != Schedule.LastWalk)
        {
            return;
        }

        Map map = Program.Map!;
        Writer.Open("if (waits)");
        PrintBefore(() =>
        {
            foreach (AxisStep step in Axis.Round)
            {
                Scope scope = step.Masked ? _lastBefore! : StepScope(step, sample);
                UseStaged(map.PerClass, step, scope);
                PrintMapStep(map, step, ExprPrinter.Print(map.PerClass, scope), sample);
            }
        });
        Writer.Close();
        Writer.Line();
    }

    protected override void CloseWalk(int stage, Scope sample)
    {
        if (!Overlaps || stage != Schedule.LastWalk)
        {
            return;
        }

        Writer.Open("if (waits)");
        PrintBefore(() => AfterMap(Program.Map!, sample));
        Writer.Line("waits = false;");
        Writer.Close();
        Writer.Line();
    }

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Value or Input { Rate: not Rate.Class }).Distinct())
        {
            if (_broadcast.ContainsKey(leaf))
            {
                continue;
            }

            string scalar = ExprPrinter.Text(leaf, sample);
            if (Ops.Lanes == 1)
            {
                _broadcast[leaf] = scalar;
                continue;
            }

            string name = scalar + "V";
            Writer.Line($"{Ops.Type} {name} = {Ops.Broadcast(scalar)};");
            _broadcast[leaf] = name;
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) =>
        WritesBefore && leaf.Rate < Rate.Class ? Printed.Atom(NameOf(leaf) + "Before")
        : _broadcast.TryGetValue(leaf, out string? name) ? Printed.Atom(name) : null;

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) =>
        sample.Declare(new Value(reduce.Name), reduce.Name, Helpers.ReduceLanes(Ops, reduce.Op == ReduceOp.Max, accumulated));

    protected override void PrintStore(Store store, Scope sample)
    {
        string value = ExprPrinter.Text(store.Body, sample);
        KernelPointer pointer = KernelPointers.Of(store.Output);
        if (store.Output != SampleOutput.Loss || !SumsLosses)
        {
            Writer.Line($"{pointer.Name}[i] = {value};");
            return;
        }

        // The element type rounds once more here, so that a sum adds what reduction none would have written.
        Writer.Line($"{Ops.Element} loss = {value};");
        Writer.Line("total += loss;");
        if (StoresLosses)
        {
            Writer.Line($"{pointer.Name}[i] = loss;");
        }
    }

    protected override void InWalk(int stage, AxisStep step, Scope scope)
    {
        // The first walk is the one that may find nothing in the caches.
        bool lineBegins = Plan.Spreads || step.Accumulator * Ops.Lanes % Elements.PerLine == 0;
        if (Plan.Ahead == 0 || step.Masked || !lineBegins || stage != Schedule.FirstWalk)
        {
            return;
        }

        foreach (KernelPointer pointer in Reads.Where(pointer => pointer.Extent == PointerExtent.Classes))
        {
            if (Ops.Prefetch($"{pointer.Name} + {step.Offset} + {Plan.Ahead}") is { } prefetch)
            {
                Writer.Line(prefetch);
            }
        }
    }

    protected override void PrintGuess(Guess guess, Scope sample)
    {
        VectorOps ops = (VectorOps)Ops;
        int vectors = Plan.GuessedFrom / Ops.Lanes;
        Writer.Line($"// {guess.Of.Reference}: near the largest logit, from {(HasIndices ? "the target's and " : "")}the first {Plan.GuessedFrom}. Whether it is near enough, the sum shows.");
        string first = Elements.Load(Ops, "x", "0");
        for (int i = 1; i < vectors; i++)
        {
            first = Ops.Max(Elements.Load(Ops, "x", $"{i * Ops.Lanes}"), first);
        }

        Writer.Line($"{Ops.Element} largest = {Helpers.MaxLanes(ops, Ops.DType, first)};");
        if (HasIndices)
        {
            Writer.Line($"largest = {Scalar.Max("xt", "largest")};");
        }

        PrintReference(guess, sample, declares: true);
        Writer.Line("bool guessed = true;");
        Writer.Line();
        Writer.Line("Sum:");
    }

    protected override void AfterWalk(int stage, Scope sample)
    {
        if (Guess is not { } guess
            || Schedule.Stages[stage].Reductions.All(reduce => reduce.Name != guess.Of.Sum))
        {
            return;
        }

        Writer.Open($"if (guessed && !({guess.Of.Sum} < {Scalar.Number(Guess.LargestSum)}))");
        Writer.Line("// A logit far above the guess, or NaN. Once more, with the maximum.");
        Writer.Line($"largest = {Helpers.MaxOfRow((VectorOps)Ops, Elements, "x")};");
        PrintReference(guess, sample, declares: false);
        Writer.Line("guessed = false;");
        Writer.Line("goto Sum;");
        Writer.Close();
    }

    protected override void PrintMapWalk(Map map, Scope sample)
    {
        if (!Streams)
        {
            base.PrintMapWalk(map, sample);
            return;
        }

        if (map.AtTarget is not null)
        {
            BindForWalk([map.AtTarget], sample);
        }

        Writer.Open("if (block->Streams)");
        PrintStreamedMap(map, sample);
        Writer.Close();
        Writer.Open("else");
        if (Overlaps)
        {
            PrintHandOnRow(map, sample);
        }
        else
        {
            base.PrintMapWalk(map, sample);
        }

        Writer.Close();
    }

    /// <summary>Leaves the row's gradient to the walk of the next one.</summary>
    private void PrintHandOnRow(Map map, Scope sample)
    {
        Writer.Line($"{MapPointer!.Name}Before = {MapPointer.Name};");
        if (HasIndices)
        {
            Writer.Line("yBefore = y;");
        }

        foreach (Expr leaf in LeavesBefore.Where(leaf => leaf.Rate == Rate.Sample))
        {
            Writer.Line($"{NameOf(leaf)}Before = {FindInWalk(leaf, sample)!.Value.Text};");
        }

        if (map.AtTarget is { Rate: Rate.Sample } atTarget)
        {
            Writer.Line($"targetBefore = {ExprPrinter.Text(atTarget, sample)};");
        }

        Writer.Line("waits = true;");
    }

    /// <summary>Writes whole lines past the caches, and never reads them back: so the target's part is subtracted on the way.</summary>
    private void PrintStreamedMap(Map map, Scope sample)
    {
        string pointer = MapPointer!.Name;
        int lanes = Ops.Lanes;
        Writer.Line($"nint lines = NonTemporal.ElementsToLine({pointer});");
        Writer.Line($"nint end = C - ((C - lines) & {lanes - 1});");
        PrintSingleClasses("0", "lines");
        Writer.Open($"for (nint c = lines; c < end; c += {lanes})");
        AxisStep step = new("Line", "c", 0, Masked: false);
        Scope scope = StepScope(step, sample);
        UseStaged(map.PerClass, step, scope);
        string isTarget = Ops.IndexEquals("lanes", Ops.DType == DType.Float32 ? "y - (int)c" : "y - c");
        Printed value = LessTarget(map, MapValue(map, ExprPrinter.Print(map.PerClass, scope), Ops), isTarget, scope);
        Writer.Line(Ops.StoreStreaming(value.Text, pointer, "c"));
        Writer.Close();
        PrintSingleClasses("end", "C");

        void PrintSingleClasses(string from, string to)
        {
            Writer.Open($"for (nint c = {from}; c < {to}; c++)");
            AxisStep one = new("One", "c", 0, Masked: false);
            Scope single = new(Scalar, Writer, "One", hasConstants: false, (inner, leaf) => leaf switch
            {
                Input { Source: LossInput.ClassIndex } => Printed.Atom($"({Ops.Element})c"),
                Input { Rate: Rate.Class } input => inner.Declare(leaf, KernelPointers.Letter(input.Source) + "One", Scalar.Load(KernelPointers.Of(input.Source).Name, "c")),
                _ => sample.Find(leaf) ?? sample.Leaf(leaf),
            });
            UseStaged(map.PerClass, one, single);
            Printed value = LessTarget(map, MapValue(map, ExprPrinter.Print(map.PerClass, single), Scalar), "c == y", sample);
            Writer.Line(Scalar.Store(value.Text, pointer, "c"));
            Writer.Close();
        }
    }

    protected override void AfterMap(Map map, Scope sample)
    {
        if (map.AtTarget is { } atTarget)
        {
            string value = WritesBefore && atTarget.Rate == Rate.Sample ? "targetBefore" : ExprPrinter.Text(atTarget, sample);
            Writer.Line($"{RowPointer(MapPointer!)}[y{Before}] -= {value};");
        }
    }

    private IEnumerable<string> RowPointers() => Reads
        .Where(pointer => pointer.Extent == PointerExtent.Classes)
        .Select(pointer => pointer.Name)
        .Concat(MapPointer is { } map ? [map.Name] : []);
}
