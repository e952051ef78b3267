using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are positions with many classes: a tile of positions at a time. What a position has between walks waits in arrays of the tile.</summary>
internal sealed class SampleTilePrinter : TileWalksPrinter
{
    private readonly PaddedGroupText _padded;

    public SampleTilePrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
        : base(spec, pass, plan, writer, helpers)
    {
        _padded = new PaddedGroupText(plan, spec.ClassCount, Reads, MapPointer, [.. StoredOutputs.Select(KernelPointers.Of)], HasIndices, writer);
        Call = new(Ops, writer, "", hasConstants: true, (_, _) => null);
    }

    protected override Scope Call { get; }

    protected override bool SamplesShareConstants => true;

    private bool Pads => Lanes > 1;

    /// <summary>A lane that is only padding has a loss of its own where no target says that it is ignored.</summary>
    private bool MasksPadding => SumsLosses && !HasIndices && Lanes > 1;

    /// <summary>What the walk that writes reads and writes: where it works on the tile before, it has pointers of its own.</summary>
    private KernelPointer[] OfMap => [.. Moving.Where(pointer => pointer == MapPointer || (HasIndices && pointer.Name == "t") || ReadByMap.Contains(pointer))];

    private IEnumerable<KernelPointer> ReadByMap => Values.LeavesOfMap.OfType<Input>().Select(input => input.Source)
        .Where(source => source is LossInput.Prediction or LossInput.DenseTarget or LossInput.ClassUpstream or LossInput.Upstream or LossInput.TargetWeight)
        .Select(KernelPointers.Of);

    protected override void PrintBody()
    {
        PrintMemory();
        BindCallInputs(Call);
        if (SumsLosses)
        {
            Writer.Line($"{Ops.TotalType} total = {Ops.ZeroTotal};");
        }

        if (MasksPadding)
        {
            Writer.Line($"{Ops.MaskType} keep = {Ops.Type}.AllBitsSet;");
        }

        if (Streams)
        {
            Writer.Line("bool streams = block->Streams;");
        }

        Writer.Line();
        if (Overlaps)
        {
            Writer.Line("// The tile before, whose gradient is still to be written: on the walk that sums the next one, so that memory is read and written at the same time.");
            Writer.Line("nint waits = 0;");
            foreach (KernelPointer pointer in OfMap)
            {
                Writer.Line($"{TypeOf(pointer)}* {pointer.Name}Before = {pointer.Name};");
            }

            Writer.Line();
        }

        Writer.Line("nint count;");
        Writer.Open($"for (nint i = 0; {(Overlaps ? "" : "i < n")}; i += count)");
        PrintEnterTile();
        foreach (TilePlace place in Values.Places)
        {
            PrintPlace(place);
        }

        PrintLeaveTile();
        Writer.Close();
        if (Overlaps)
        {
            Writer.Line();
            Writer.Open($"if (n % {Lanes} != 0)");
            _padded.PrintMapBack($"(n - (n % {Lanes}))", $"n % {Lanes}");
            Writer.Close();
        }

        Writer.Line();
        Writer.Line($"return {(SumsLosses ? Helpers.Total(Ops, "total") : "0d")};");
    }

    protected override void PrintStore(Store store, Scope sample) => PrintStore(store, sample, "p", MasksPadding);

    private void PrintPlace(TilePlace place)
    {
        switch (place.Kind)
        {
            case TilePlaceKind.Walk:
                PrintReductions(place);
                break;
            case TilePlaceKind.Samples:
                PrintSamples(place);
                break;
            case TilePlaceKind.Map when !Overlaps:
                PrintMap(place, "count");
                break;
        }
    }

    /// <summary>Prints the end of the tile before, if no walk of the next one can take it, and what the tile is.</summary>
    private void PrintEnterTile()
    {
        string size = Lanes == 1 ? "rest" : $"rest & -{Lanes}";
        Writer.Line(Overlaps ? "nint rest = nint.Max(n - i, 0);" : "nint rest = n - i;");
        Writer.Line($"count = nint.Min({size}, {Plan.Tile});");
        if (Overlaps)
        {
            Writer.Open("if (waits > 0 && waits != count)");
            PrintMap(Values.Places.Single(place => place.Kind == TilePlaceKind.Map), "waits");
            Writer.Line();
            Writer.Line("waits = 0;");
            Writer.Close();
            Writer.Line();
            Writer.Open("if (rest == 0)");
            Writer.Line("break;");
            Writer.Close();
        }

        if (Pads)
        {
            Writer.Line();
            Writer.Open($"if (rest < {Lanes})");
            if (MasksPadding)
            {
                string lanes = Ops.IndexConstant(string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => Ops.IndexNumber($"{lane}"))));
                Writer.Line("// Losses of lanes that are only padding do not count.");
                Writer.Line($"keep = {((VectorOps)Ops).IndexLessThan(lanes, $"({Ops.Index})rest")};");
            }

            _padded.PrintEnter();
            Writer.Line($"count = {Lanes};");
            if (Streams)
            {
                Writer.Line("streams = false;");
            }

            Writer.Close();
        }

        if (ReadsTargetFirst)
        {
            Writer.Line();
            Writer.Line("// x[t]; 0 where a position is ignored.");
            Writer.Open("for (nint p = 0; p < count; p++)");
            Writer.Line($"xtTile[p] = t[p] < 0 ? {Ops.Number(0)} : x[((nint)t[p] * S) + p];");
            Writer.Close();
        }
    }

    private void PrintLeaveTile()
    {
        Writer.Line();
        if (Overlaps)
        {
            foreach (KernelPointer pointer in OfMap)
            {
                Writer.Line($"{pointer.Name}Before = {pointer.Name};");
            }

            Writer.Line("waits = count;");
        }

        if (Pads && _padded.Writes)
        {
            if (!Overlaps || StoredOutputs.Any())
            {
                Writer.Open($"if (rest < {Lanes})");
                if (!Overlaps)
                {
                    _padded.PrintMapBack("i", "rest");
                }

                _padded.PrintStoredBack();
                Writer.Close();
                Writer.Line();
            }
        }

        foreach (KernelPointer pointer in Moving)
        {
            Writer.Line($"{pointer.Name} += count;");
        }
    }

    /// <summary>What is computed once a position.</summary>
    private void PrintSamples(TilePlace place)
    {
        Writer.Line();
        Here = SampleScope();
        OpenPositions("count");
        Step[] steps = [.. place.Stage.After.Where(step => !IsOfCall(step))];
        if (HasIndices && steps.Any(step => step is Store))
        {
            Writer.Line($"{Ops.IndexType} y = {Ops.Load("t", "p")};");
            Writer.Line($"{Ops.MaskType} keep = {Ops.IndexNotNegative("y")};");
        }

        foreach (Step step in steps)
        {
            switch (step)
            {
                case Let let:
                    Writer.Line("// " + FormulaPrinter.Print(let));
                    ExprPrinter.PrintLet(let.Name, let.Body, Here);
                    break;
                case Store store:
                    Writer.Line("// " + FormulaPrinter.Print(store));
                    PrintStore(store, Here);
                    break;
                case Guess guess:
                    PrintGuess(guess, Here);
                    break;
                default:
                    throw new NotSupportedException($"No code for {step.GetType().Name}.");
            }
        }

        foreach (TileValue value in Values.KeptBy(place))
        {
            Writer.Line(Ops.Store(ExprPrinter.Text(value.Leaf, Here), value.Array, "p"));
        }

        Writer.Close();
    }

    protected override void PrintGuess(Guess guess, Scope sample)
    {
        VectorOps ops = (VectorOps)Ops;
        Writer.Line($"// {guess.Of.Reference}: near the largest logit, from {(HasIndices ? "the target's and " : "")}the first {Plan.GuessedFrom}. Whether it is near enough, the sum shows.");
        string largest = Ops.Load("x", "p");
        for (int c = 1; c < Plan.GuessedFrom; c++)
        {
            largest = Ops.Max(Ops.Load("x", Plus(Times($"{c}", "S"), "p")), largest);
        }

        if (HasIndices)
        {
            largest = Ops.Max(Ops.Load("xtTile", "p"), largest);
        }

        if (guess.Of.Logit is not Input)
        {
            Writer.Line($"{Ops.Type} largest = {largest};");
            largest = ReferenceText(guess, Writer, hasConstants: true);
        }

        sample.Declare(new Value(guess.Of.Reference), guess.Of.Reference, largest);
    }

    /// <summary>The reference from the largest input: the logit grows with its input.</summary>
    private string ReferenceText(Guess guess, SourceWriter writer, bool hasConstants) => ExprPrinter.Text(
        guess.Of.Logit,
        new Scope(Ops, writer, "G", hasConstants, (_, leaf) => leaf is Input { Source: LossInput.Prediction } ? Printed.Atom("largest") : null));

    private void PrintReductions(TilePlace place)
    {
        Stage stage = place.Stage;
        bool guessed = Guess is { } guess && stage.Reductions.Any(reduce => reduce.Name == guess.Of.Sum);
        Writer.Line();
        if (guessed)
        {
            Writer.Line("bool raised = false;");
            Writer.Line();
            Writer.Line("Sum:");
            Writer.Line();
        }

        foreach (Reduce reduce in stage.Reductions)
        {
            Writer.Line("// " + FormulaPrinter.Print(reduce));
        }

        foreach (Reduce reduce in stage.Reductions)
        {
            PrintStart(reduce, ArrayOf(reduce));
            if (Closes(reduce))
            {
                PrintStart(reduce, reduce.Name + "Parts");
            }
        }

        if (MeetsTarget(place))
        {
            Writer.Line($"new Span<{Ops.Element}>(xtTile, (int)count).Clear();");
        }

        if (Overlaps && place == Values.LastWalk)
        {
            Writer.Open("if (waits > 0)");
            PrintWalk(place, Values.Places.Single(other => other.Kind == TilePlaceKind.Map).Stage.Map);
            Writer.Line();
            Writer.Line("waits = 0;");
            Writer.Close();
            Writer.Open("else");
            PrintWalk(place, alongside: null);
            Writer.Close();
        }
        else
        {
            PrintWalk(place, alongside: null);
        }

        Reduce[] closing = [.. stage.Reductions.Where(Closes)];
        if (closing.Length > 0)
        {
            OpenPositions("count");
            foreach (Reduce reduce in closing)
            {
                Writer.Line(Ops.Store($"{Ops.Load(ArrayOf(reduce), "p")} + {Ops.Load(reduce.Name + "Parts", "p")}", ArrayOf(reduce), "p"));
            }

            Writer.Close();
        }

        EndStaging(stage);
        if (guessed)
        {
            Guess of = Guess!;
            string raise = Helpers.RaiseReferences((VectorOps)Ops, writer => ReferenceText(of, writer, hasConstants: false), ArrayOf(of.Of.Sum), ArrayOf(of.Of.Reference));
            Writer.Line();
            Writer.Open($"if (!raised && {raise})");
            Writer.Line("// A logit far above the guess, or NaN. Once more, there with the maximum: all other positions' sums come out as they are.");
            Writer.Line("raised = true;");
            Writer.Line("goto Sum;");
            Writer.Close();
        }
    }

    private void PrintStart(Reduce reduce, string array) => Writer.Line(reduce.Op == ReduceOp.Max
        ? $"new Span<{Ops.Element}>({array}, (int)count).Fill({Ops.Number(double.NegativeInfinity)});"
        : $"new Span<{Ops.Element}>({array}, (int)count).Clear();");

    private string TypeOf(KernelPointer pointer) => pointer.Name == "t" && HasIndices ? Ops.Index : Ops.Element;

    private void PrintMemory()
    {
        List<(string, int)> areas = [];
        if (Pads)
        {
            _padded.PrintComment();
            areas.AddRange(_padded.Areas);
        }

        if (Values.Arrays.Any())
        {
            Writer.Line($"// What {Plan.Tile} positions have between walks waits in arrays.");
            areas.AddRange(Values.Arrays.Select(array => (array, Plan.Tile)));
            areas.AddRange(Schedule.Stages.SelectMany(stage => stage.Reductions).Where(Closes).Select(reduce => (reduce.Name + "Parts", Plan.Tile)));
        }

        foreach (Function function in StagedFunctions)
        {
            Writer.Line($"// {StagedName(function)}[c] = {FormulaPrinter.Print(function)} of these positions, kept between the walks over the classes.");
            areas.Add((StagedName(function), Spec.ClassCount * Plan.Tile));
        }

        PrintScratch(areas);
        if (Pads && HasIndices)
        {
            Writer.Line($"{Ops.Index}* tPad = stackalloc {Ops.Index}[{Lanes}];");
        }
    }
}
