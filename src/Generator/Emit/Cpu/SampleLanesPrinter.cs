using System.Globalization;
using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are samples: every value is a vector, and nothing crosses lanes.</summary>
internal sealed class SampleLanesPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : CpuKernelPrinter(spec, pass, plan, writer, helpers)
{
    private readonly List<string> _mapVectors = [];

    private int C => Spec.ClassCount;

    private bool Rows => Plan.Layout == SampleLayout.Rows;

    /// <summary>Rows come into lanes by transposition; a scalar kernel has nothing to transpose.</summary>
    private bool Transposes => Rows && Lanes > 1;

    /// <summary>Whether results go past the caches as they are computed: whole lines, one after the other.</summary>
    private bool StreamsVectors => MapPointer is not null && !Transposes && Lanes > 1 && (Ops is VectorOps { Bits: 512 } || Plan.Layout == SampleLayout.Elements);

    /// <summary>Whether a group's results go past the caches from a copy: transposed, they are no whole lines.</summary>
    private bool StreamsGroups => MapPointer is not null && Transposes;

    /// <summary>Where a group's transposed results go.</summary>
    private string GroupOutput => MapPointer!.Name + "Group";

    /// <summary>A lane that is only padding has a loss of its own where no target says that it is ignored.</summary>
    private bool MasksPadding => SumsLosses && !HasIndices && Lanes > 1;

    /// <summary>Whether a last group of fewer samples than lanes runs in a padded copy. Of elements, the caller makes that copy.</summary>
    private bool Pads => Lanes > 1 && Plan.Layout != SampleLayout.Elements;

    private PaddedGroupText Padded => new(Plan, C, Reads, MapPointer, [.. StoredOutputs.Select(KernelPointers.Of)], HasIndices, Writer);

    /// <summary>The logarithm that groups share, if they do.</summary>
    private SharedLogarithmText? Shared => Plan.GroupsPerLog > 1 && Program.GivesLoss
        ? new(BatchedLog.Find(Program) ?? throw new NotSupportedException($"{Pass} needs each logarithm, where Forward shares them."), Plan, Spec.ClassCount, Ops, Writer)
        : null;

    protected override bool SamplesShareConstants => true;

    protected override void PrintBody()
    {
        PrintScratch(ScratchAreas());
        if (Lanes > 1 && HasIndices)
        {
            Writer.Line($"{Ops.Index}* tPad = stackalloc {Ops.Index}[{Lanes}];");
        }

        Scope sample = new(Ops, Writer, "", hasConstants: true, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", Ops.Load("v", "0")),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", Ops.FromIndex("y")),
            Input { Source: LossInput.Element or LossInput.ElementTarget or LossInput.ElementWeight or LossInput.PosWeight } input =>
                scope.Declare(leaf, KernelPointers.Of(input.Source).Name + "i", Ops.Load(KernelPointers.Of(input.Source).Name, "0")),
            _ => null,
        });
        BindCallInputs(sample);
        if (SumsLosses)
        {
            Writer.Line($"{Ops.TotalType} total = {Ops.ZeroTotal};");
        }

        if (MasksPadding)
        {
            Writer.Line($"{Ops.MaskType} keep = {Ops.Type}.AllBitsSet;");
        }

        Shared?.PrintStart();
        Writer.Line();
        string next = Lanes == 1 ? "i++" : $"i += {Lanes}";
        Writer.Open($"for (nint i = 0; i < n; {next}{string.Concat(Moving.Select(p => ", " + Advance(p)))})");
        PrintEnterPartialGroup();

        if (StreamsGroups)
        {
            Writer.Line("// Beyond the caches' size it goes there from a copy in the nearest one.");
            Writer.Line($"bool streams = block->Streams && rest >= {Lanes};");
            Writer.Line($"{Ops.Element}* {GroupOutput} = streams ? copy : {MapPointer!.Name};");
        }
        else if (StreamsVectors)
        {
            Writer.Line($"bool streams = block->Streams{(Pads ? $" && rest >= {Lanes}" : "")};");
        }

        PrintPrefetch();
        if (Transposes)
        {
            foreach (LossInput input in ((LossInput[])[LossInput.Prediction, LossInput.DenseTarget, LossInput.ClassUpstream]).Where(TakesAllClasses))
            {
                PrintTransposedLoad(input);
            }
        }

        if (HasIndices)
        {
            Writer.Line($"{Ops.IndexType} y = {Ops.Load("t", "0")};");
            Writer.Line($"{Ops.MaskType} keep = {Ops.IndexNotNegative("y")};");
        }

        if (PicksTarget)
        {
            string sampleStride = Rows ? "C" : "1", classStride = Rows ? "1" : "S";
            sample.Declare(new Input(LossInput.TargetPrediction), "xt", Lanes == 1
                ? $"y < 0 ? {Ops.Zero} : x[{Times("y", classStride)}]"
                : Helpers.PickTargets((VectorOps)Ops, "x", "t", sampleStride, classStride));
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", Ops.Load("u", "0"));
        }

        PrintStages(sample);
        PrintLeavePartialGroup();

        Writer.Close();
        Writer.Line();
        Writer.Line($"return {(SumsLosses ? Helpers.Total(Ops, "total") : "0d")};");
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step) => input switch
    {
        LossInput.ClassWeight => Ops.Broadcast($"w[{step.Offset}]"),
        LossInput.ClassIndex => Ops.Constant(int.Parse(step.Offset, CultureInfo.InvariantCulture)),
        LossInput.Prediction or LossInput.DenseTarget or LossInput.ClassUpstream => Transposes ? null : Ops.Load(KernelPointers.Of(input).Name, ClassOffset(step)),
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

    protected override string StagedOffset(AxisStep step) => throw new NotSupportedException("What a walk computes stays in registers.");

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) => sample.Declare(new Value(reduce.Name), reduce.Name, accumulated);

    protected override string MaskTail(string value) => throw new NotSupportedException("A walk a class at a time has no tail.");

    protected override void AfterWalk(int stage, Scope sample)
    {
        if (stage != Schedule.FirstWalk || !Program.Reads(LossInput.TargetPrediction))
        {
            return;
        }

        Writer.Line();
        Writer.Line("// x[t]");
        Writer.Line($"{Ops.Type} xt = x0;");
        foreach (AxisStep step in Axis.Steps.Skip(1))
        {
            Writer.Line($"xt = {Ops.Select(IsTarget(step), "x" + step.Suffix, "xt")};");
        }

        sample.Bind(new Input(LossInput.TargetPrediction), "xt");
    }

    protected override void PrintStore(Store store, Scope sample)
    {
        if (store.Output == SampleOutput.Loss && Shared is { } shared)
        {
            shared.PrintLoss(sample, mask: Masks ? "keep" : null);
            return;
        }

        PrintStore(store, sample, "0", MasksPadding);
    }

    protected override bool Skips(Step step) => step is Let let && Shared is { } shared && shared.Prints(let.Body);

    /// <summary>Whether "keep" tells lanes that count from others.</summary>
    private bool Masks => HasIndices || MasksPadding;

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample)
    {
        Printed value = LessTarget(map, MapValue(map, perClass, Ops), IsTarget(step), sample);
        string text = HasIndices ? Ops.Where("keep", value.Text) : value.Text;
        if (Transposes)
        {
            Writer.Line($"{Ops.Type} d{step.Suffix} = {text};");
            _mapVectors.Add($"d{step.Suffix}");
        }
        else
        {
            string offset = ClassOffset(step), pointer = MapPointer!.Name;
            Writer.Line(StreamsVectors ? Helpers.Put((VectorOps)Ops, text, Plus(pointer, offset)) : Ops.Store(text, pointer, offset));
        }
    }

    protected override void AfterMap(Map map, Scope sample)
    {
        if (!Transposes)
        {
            return;
        }

        VectorOps ops = (VectorOps)Ops;
        string pointer = GroupOutput;
        if (KernelHelpers.PermutesRows(ops, C))
        {
            Writer.Line(Helpers.StoreRows(ops, C, _mapVectors, pointer));
        }

        foreach (int first in KernelHelpers.PermutesRows(ops, C) ? [] : Groups())
        {
            Writer.Line(first < 0
                ? Helpers.Scatter(ops, _mapVectors[~first], Plus(pointer, ~first))
                : Helpers.StoreGroup(ops, _mapVectors.GetRange(first, KernelHelpers.Group(ops)), Plus(pointer, first)));
        }

        Writer.Line();
        Writer.Open("if (streams)");
        Writer.Line($"NonTemporal.Copy(copy, {MapPointer!.Name}, {Lanes} * C);");
        Writer.Close();
    }

    /// <summary>Asks for what the next groups read: elements lie together; of rows and positions, what a later group has in place of this one's.</summary>
    private void PrintPrefetch()
    {
        if (Plan.Ahead == 0)
        {
            return;
        }

        bool elements = Plan.Layout == SampleLayout.Elements;
        foreach (KernelPointer pointer in Reads.Where(pointer => pointer.Extent == (elements ? PointerExtent.Sample : PointerExtent.Classes)))
        {
            foreach (int line in Enumerable.Range(0, elements ? 1 : C))
            {
                string address = elements ? $"{pointer.Name} + {Plan.Ahead}" : Rows ? $"{pointer.Name} + {Plan.Ahead + (line * Lanes)}" : $"{Plus(pointer.Name, Times($"{line}", "S"))} + {Plan.Ahead}";
                if (Ops.Prefetch(address) is { } prefetch)
                {
                    Writer.Line(prefetch);
                }
            }
        }
    }

    private static string Plus(string pointer, int offset) => Plus(pointer, $"{offset}");

    private string ClassOffset(AxisStep step) => Rows ? step.Offset : Times(step.Offset, "S");

    private string IsTarget(AxisStep step) => Ops.IndexEquals("y", Ops.IndexNumber(step.Offset));

    private string Advance(KernelPointer pointer) => (Rows && pointer.Extent == PointerExtent.Classes, Lanes) switch
    {
        (true, 1) => $"{pointer.Name} += C",
        (true, _) => $"{pointer.Name} += {Lanes} * C",
        (false, 1) => $"{pointer.Name}++",
        (false, _) => $"{pointer.Name} += {Lanes}",
    };

    /// <summary>Whether a walk takes this input at every class, so that it comes in by transposition. Where x[t] is met on a walk, the walk takes x.</summary>
    private bool TakesAllClasses(LossInput input) =>
        Program.Reads(input) || (input == LossInput.Prediction && Program.Reads(LossInput.TargetPrediction) && !PicksTarget);

    private List<(string Name, int Count)> ScratchAreas()
    {
        List<(string, int)> areas = [];
        if (Pads)
        {
            Padded.PrintComment();
            areas.AddRange(Padded.Areas);
        }

        if (StreamsGroups)
        {
            areas.Add(("copy", C * Lanes));
        }

        return areas;
    }

    private void PrintEnterPartialGroup()
    {
        if (!Pads && !MasksPadding)
        {
            return;
        }

        Writer.Line("nint rest = n - i;");
        Writer.Open($"if (rest < {Lanes})");
        if (MasksPadding)
        {
            string lanes = Ops.IndexConstant(string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => Ops.IndexNumber($"{lane}"))));
            Writer.Line(Pads ? "// Losses of lanes that are only padding do not count." : "// The arrays go on to the end of the vector, but losses there do not count.");
            Writer.Line($"keep = {((VectorOps)Ops).IndexLessThan(lanes, $"({Ops.Index})rest")};");
        }

        if (Pads)
        {
            Padded.PrintEnter();
        }

        Writer.Close();
        Writer.Line();
    }

    private void PrintLeavePartialGroup()
    {
        if (!Pads || !Padded.Writes)
        {
            return;
        }

        Writer.Line();
        Writer.Open($"if (rest < {Lanes})");
        Padded.PrintMapBack("i", "rest");
        Padded.PrintStoredBack();
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

    private void PrintTransposedLoad(LossInput input)
    {
        string letter = KernelPointers.Letter(input), pointer = KernelPointers.Of(input).Name;
        VectorOps ops = (VectorOps)Ops;
        int known = 0;
        Writer.Line($"// {FormulaPrinter.Symbol(input)} of {Lanes} rows, a row a lane");
        if (KernelHelpers.PermutesRows(ops, C))
        {
            Writer.Line(Helpers.LoadRows(ops, C, pointer, [.. Enumerable.Range(0, C).Select(c => $"out {Ops.Type} {letter}{c}")]));
            return;
        }

        foreach (int first in Groups())
        {
            if (first < 0)
            {
                Writer.Line($"{Ops.Type} {letter}{~first} = {Helpers.Gather(ops, Plus(pointer, ~first))};");
                continue;
            }

            int group = KernelHelpers.Group(ops);
            string[] results = Enumerable.Range(first, group).Select(c => c < known ? "out _" : $"out {Ops.Type} {letter}{c}").ToArray();
            Writer.Line(Helpers.LoadGroup(ops, Plus(pointer, first), results));
            known = first + group;
        }
    }
}
