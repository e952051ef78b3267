using System.Globalization;
using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// The walks over the classes of kernels whose lanes are samples and that take a tile of them at a time: a few classes in each round, and inside it the tile's samples. So memory is read where it lies, in stretches that are as
/// long as the tile. A walk may write the classes of the tile before on its way.
/// </summary>
internal abstract class TileWalksPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : CpuKernelPrinter(spec, pass, plan, writer, helpers)
{
    /// <summary>The sums of a round so far.</summary>
    private readonly Dictionary<Reduce, Printed> _sums = [];

    /// <summary>The class that a neighbour is still to be added to.</summary>
    private readonly Dictionary<Reduce, Printed> _pending = [];

    /// <summary>While a place is printed: whether it works on the tile before.</summary>
    private bool _before;

    private TileValues? _values;

    /// <summary>The places of the kernel, and what waits between them.</summary>
    protected TileValues Values => _values ??= new TileValues(Schedule, StagedFunctions, overlaps: Ops.Lanes > 1, ReadsTargetFirst);

    /// <summary>Whether x[t] is read before the first walk: where none meets it, and for a guess, which would otherwise cost the digits of a confident sample's loss.</summary>
    protected bool ReadsTargetFirst => PicksTarget || (HasIndices && Guess is not null);

    /// <summary>What is known of a whole call.</summary>
    protected abstract Scope Call { get; }

    /// <summary>While a place is printed: what is known of a sample there.</summary>
    protected Scope? Here { get; set; }

    /// <summary>Whether a tile's gradient is written on the walk that sums the next tile, so that reading and writing overlap.</summary>
    protected bool Overlaps => Values.Overlaps;

    protected bool Streams => MapPointer is not null && Lanes > 1;

    protected override string? LoadClassInput(LossInput input, AxisStep step) => input switch
    {
        LossInput.ClassWeight => Ops.Broadcast($"w[{step.Offset}]"),
        LossInput.ClassIndex => step.Offset.StartsWith("c", StringComparison.Ordinal) ? Ops.Broadcast($"({Ops.Element})({step.Offset})") : Ops.Constant(int.Parse(step.Offset, CultureInfo.InvariantCulture)),
        LossInput.Prediction or LossInput.DenseTarget or LossInput.ClassUpstream => Ops.Load(AtClass(KernelPointers.Of(input), step), "p"),
        _ => throw new NotSupportedException($"{input} is not a class-rate input."),
    };

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Value or Input { Rate: not Rate.Class }).Distinct())
        {
            ExprPrinter.Print(leaf, sample);
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) => sample.Find(leaf) ?? Call.Find(leaf);

    protected override string StagedPointer(Function function) => StagedName(function) + "At";

    protected override string StagedOffset(AxisStep step) => Plus(Times(step.Suffix, $"{Plan.Tile}"), "p");

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) => throw new NotSupportedException("A walk leaves its reductions in arrays.");

    protected override string MaskTail(string value) => throw new NotSupportedException("A walk a class at a time has no tail.");

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample)
    {
        Printed value = LessTarget(map, MapValue(map, perClass, Ops), IsTarget(step), sample);
        string text = HasIndices ? Ops.Where("keep", value.Text) : value.Text, pointer = AtClass(MapPointer!, step);
        Writer.Line(Streams ? Helpers.Put((VectorOps)Ops, text, $"{pointer} + p") : Ops.Store(text, pointer, "p"));
    }

    /// <summary>Prints a walk over the classes that reduces them, and may write those of the tile before on its way.</summary>
    protected void PrintWalk(TilePlace place, Map? alongside)
    {
        Stage stage = place.Stage;
        bool first = place == Values.Places.First(other => other.Kind == TilePlaceKind.Walk), meets = MeetsTarget(place);
        if (alongside is not null)
        {
            Writer.Line("// " + FormulaPrinter.Print(alongside) + ", of the tile before");
        }

        KernelPointer[] classes = ClassPointers(stage.Reductions.SelectMany(reduce => Unstaged(reduce.Body)), meets);
        Function[] staged = StagedHere(stage.Reductions.Select(reduce => reduce.Body));
        Axis.Print(
            Writer,
            step =>
            {
                Scope scope = StepScope(step, Here!);
                foreach (Reduce reduce in stage.Reductions)
                {
                    UseStaged(reduce.Body, step, scope);
                    Printed body = ExprPrinter.Print(reduce.Body, scope);
                    Stage(reduce.Body, step, scope);
                    Accumulate(reduce, step, body);
                }

                if (meets)
                {
                    Writer.Line($"xt = {Ops.Select(IsTarget(step), ExprPrinter.Text(new Input(LossInput.Prediction), scope), "xt")};");
                }
            },
            stage.Reductions.Any(Closes) ? () => CloseSums(stage) : null,
            endRound: _ =>
            {
                foreach (Reduce reduce in stage.Reductions)
                {
                    Writer.Line(Ops.Store(
                        reduce.Op == ReduceOp.Max ? reduce.Name : Sum(Printed.Atom(Ops.Load(ArrayOf(reduce), "p")), _sums[reduce]).Text,
                        ArrayOf(reduce),
                        "p"));
                }

                _sums.Clear();
                if (meets)
                {
                    Writer.Line(Ops.Store("xt", "xtTile", "p"));
                }

                if (alongside is not null)
                {
                    Writer.Close();
                }

                Writer.Close();
            },
            beginRound: inLoop =>
            {
                PrintRowPointers(classes, before: false, staged);
                bool asks = first && inLoop && Ops.Prefetch("") is not null;
                if (asks)
                {
                    Writer.Line($"nint ahead = c < {Axis.RolledClasses - Plan.Unroll} ? {Plan.Unroll} * S : count - (c * S);");
                }

                if (alongside is not null)
                {
                    WithStaged([stage], () =>
                    {
                        PrintRowPointers(ClassPointersOfMap(), before: true, [.. StagedHere([alongside.PerClass]).Except(staged)]);
                        OpenPositions("count");
                        Writer.Open();
                        PrintMapSteps(alongside);
                        Writer.Close();
                        Writer.Open();
                    });
                }
                else
                {
                    OpenPositions("count");
                }

                Here = SampleScope();
                if (asks)
                {
                    foreach (AxisStep step in Axis.Round)
                    {
                        foreach (KernelPointer pointer in classes)
                        {
                            Writer.Line(Ops.Prefetch($"{AtClass(pointer, step)} + p + ahead")!);
                        }
                    }
                }

                if (meets)
                {
                    Writer.Line($"{Ops.IndexType} y = {Ops.Load("t", "p")};");
                    Writer.Line($"{Ops.Type} xt = {Ops.Load("xtTile", "p")};");
                }

                foreach (Reduce reduce in stage.Reductions.Where(reduce => reduce.Op == ReduceOp.Max))
                {
                    Writer.Line($"{Ops.Type} {reduce.Name} = {Ops.Load(ArrayOf(reduce), "p")};");
                }

                BindForWalk(stage.Reductions.SelectMany(reduce => Unstaged(reduce.Body)).Where(IsLeaf), Here);
            });
    }

    /// <summary>Prints the walk that writes a value at every class.</summary>
    protected void PrintMap(TilePlace place, string count)
    {
        Map map = place.Stage.Map!;
        if (!Overlaps)
        {
            Writer.Line();
        }

        Writer.Line("// " + FormulaPrinter.Print(map) + (Overlaps ? ", of the tile before, which is not as long as this one" : ""));
        WithStaged(Values.Places.Where(other => other.Kind == TilePlaceKind.Walk).Select(walk => walk.Stage), () => Axis.Print(
            Writer,
            _ => { },
            beginRound: _ =>
            {
                PrintRowPointers(ClassPointersOfMap(), before: Overlaps, StagedHere([map.PerClass]));
                OpenPositions(count);
                PrintMapSteps(map);
                Writer.Close();
            }));
    }

    /// <summary>Takes one class into the sum of its round, or into the maximum.</summary>
    private void Accumulate(Reduce reduce, AxisStep step, Printed value)
    {
        if (reduce.Op == ReduceOp.Max)
        {
            Writer.Line($"{reduce.Name} = {Ops.Max(value.Text, reduce.Name)};");
            return;
        }

        // Neighbours first: (0 + 1) + (2 + 3).
        if (!_sums.TryGetValue(reduce, out Printed sum))
        {
            _sums[reduce] = value;
        }
        else if (int.Parse(step.Suffix, CultureInfo.InvariantCulture) % 2 == 1 || step == Axis.Round[Axis.Round.Count - 1])
        {
            _sums[reduce] = Sum(sum, _pending.TryGetValue(reduce, out Printed pending) ? Sum(pending, value) : value);
            _pending.Remove(reduce);
        }
        else
        {
            _pending[reduce] = value;
        }
    }

    private void CloseSums(Stage stage)
    {
        Writer.Line("// A part of the sum ends here: small addends would vanish in one that runs over all classes.");
        OpenPositions("count");
        foreach (Reduce reduce in stage.Reductions.Where(Closes))
        {
            string parts = reduce.Name + "Parts";
            Writer.Line(Ops.Store($"{Ops.Load(parts, "p")} + {Ops.Load(ArrayOf(reduce), "p")}", parts, "p"));
            Writer.Line(Ops.Store(Ops.Zero, ArrayOf(reduce), "p"));
        }

        Writer.Close();
    }

    private static Printed Sum(Printed left, Printed right) => Printed.Infix(left, " + ", right, Precedence.Additive);

    protected bool Closes(Reduce reduce) => reduce.Op == ReduceOp.Sum && Axis.ClosesSums;

    /// <summary>Prints the classes of a round that are written, for one vector of positions.</summary>
    private void PrintMapSteps(Map map)
    {
        _before = Overlaps;
        Here = SampleScope();
        if (HasIndices)
        {
            Writer.Line($"{Ops.IndexType} y = {Ops.Load(NameOf("t"), "p")};");
            Writer.Line($"{Ops.MaskType} keep = {Ops.IndexNotNegative("y")};");
        }

        BindForWalk(Unstaged(map.PerClass).Where(IsLeaf), Here);
        if (map.AtTarget is not null)
        {
            BindForWalk([map.AtTarget], Here);
        }

        foreach (AxisStep step in Axis.Round)
        {
            Scope scope = StepScope(step, Here!);
            UseStaged(map.PerClass, step, scope);
            PrintMapStep(map, step, ExprPrinter.Print(map.PerClass, scope), Here);
        }

        _before = false;
    }

    protected void OpenPositions(string count) => Writer.Open($"for (nint p = 0; p < {count}; {(Lanes == 1 ? "p++" : $"p += {Lanes}")})");

    /// <summary>Where the classes of a round begin.</summary>
    private void PrintRowPointers(IEnumerable<KernelPointer> pointers, bool before, IEnumerable<Function> staged)
    {
        string first = Axis.Round[0].Offset;
        foreach (string name in pointers.Select(pointer => before ? pointer.Name + "Before" : pointer.Name))
        {
            string[] rows = [.. Axis.Round.Select((step, j) => j == 0 ? $"{name}At0 = {Plus(name, Times(first, "S"))}" : $"{name}At{j} = {name}At{j - 1} + S")];
            Writer.Line($"{Ops.Element}* {string.Join(", ", rows)};");
        }

        foreach (Function function in staged)
        {
            Writer.Line($"{Ops.Element}* {StagedPointer(function)} = {Plus(StagedName(function), Times(first, $"{Plan.Tile}"))};");
        }
    }

    /// <summary>What is read at every class.</summary>
    private static KernelPointer[] ClassPointers(IEnumerable<Expr> nodes, bool meetsTarget) =>
    [
        .. nodes.OfType<Input>().Select(input => input.Source).Concat(meetsTarget ? [LossInput.Prediction] : Array.Empty<LossInput>()).Distinct()
            .Where(source => source is LossInput.Prediction or LossInput.DenseTarget or LossInput.ClassUpstream)
            .Select(KernelPointers.Of),
    ];

    private KernelPointer[] ClassPointersOfMap() => [.. ClassPointers(Values.LeavesOfMap, meetsTarget: false), MapPointer!];

    /// <summary>The functions whose values a walk takes from where they wait, or leaves there.</summary>
    private Function[] StagedHere(IEnumerable<Expr> bodies) => [.. StagedFunctions.Where(function => bodies.Any(body => body.Contains(function.Equals)))];

    /// <summary>Whether a walk meets x[t]: the first one does.</summary>
    protected bool MeetsTarget(TilePlace place) =>
        Program.Reads(LossInput.TargetPrediction) && !ReadsTargetFirst && place == Values.Places.First(other => other.Kind == TilePlaceKind.Walk);

    protected Scope SampleScope() => new(Ops, Writer, "", hasConstants: true, (scope, leaf) => Call.Find(leaf) ?? leaf switch
    {
        Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", Ops.Load(NameOf("v"), "p")),
        Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", Ops.FromIndex("y")),
        Input { Source: LossInput.Upstream } => scope.Declare(leaf, "g", Ops.Load(NameOf("u"), "p")),
        _ when Values.ArrayOf(leaf, _before) is { } array => scope.Declare(leaf, TileValues.NameOf(leaf), Ops.Load(array, "p")),
        _ => null,
    });

    /// <summary>A pointer, by what the walk at hand calls it.</summary>
    private string NameOf(string pointer) => _before ? pointer + "Before" : pointer;

    private string AtClass(KernelPointer pointer, AxisStep step) => $"{NameOf(pointer.Name)}At{step.Suffix}";

    protected static string ArrayOf(Reduce reduce) => ArrayOf(reduce.Name);

    protected static string ArrayOf(string value) => value + "Tile";

    private string IsTarget(AxisStep step)
    {
        string offset = step.Offset.StartsWith("c", StringComparison.Ordinal) ? $"({Ops.Index})({step.Offset})" : Ops.IndexNumber(step.Offset);
        return Ops.IndexEquals("y", offset);
    }
}
