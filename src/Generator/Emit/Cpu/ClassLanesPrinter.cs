using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are classes: one row at a time, sample-rate values as scalars.</summary>
internal sealed class ClassLanesPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : KernelPrinter(spec, pass, plan, writer, helpers)
{
    private readonly Dictionary<Expr, string> _broadcast = [];
    private readonly OpTable _scalar = OpTable.For(VectorWidth.Scalar, spec.ComputeType);

    protected override bool SamplesShareConstants => false;

    protected override void PrintBody()
    {
        if (StagedFunctions.Count > 0)
        {
            foreach (Function function in StagedFunctions)
            {
                Writer.Line($"// {StagedName(function)}[c] = {FormulaPrinter.Print(function)}, kept between the walks over a row.");
            }

            PrintScratch(StagedFunctions.Select(function => (StagedName(function), Spec.ClassCount)).ToArray());
        }

        if (Axis.TailLanes > 0)
        {
            Writer.Line($"// The last vector of a row ends at the last class; its last {Axis.TailLanes} lanes are new.");
            string lanes = string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.IndexNumber(i < Ops.Lanes - Axis.TailLanes ? "0" : "-1")));
            Writer.Line($"{Ops.MaskType} tail = {Ops.AsElement(Ops.IndexConstant(lanes))};");
        }

        if (Program.Reads(LossInput.ClassIndex) && Ops.Lanes > 1)
        {
            Writer.Line($"{Ops.Type} lane = {Ops.Broadcast(string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.Number(i))))};");
        }

        Scope sample = new(_scalar, Writer, "", hasConstants: false, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", "v[i]"),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", $"({Ops.Element})y"),
            _ => null,
        });
        BindCallInputs(sample);
        PrintCallValues(sample);
        if (SumsLosses)
        {
            Writer.Line("double total = 0d;");
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
                Writer.Line($"{stored.Name}[i] = {_scalar.Zero};");
            }

            if (MapPointer is { } map)
            {
                Writer.Line($"new Span<{Ops.Element}>({map.Name}, C).Clear();");
            }

            Writer.Line("continue;");
            Writer.Close();
            Writer.Line();
            if (Program.Reads(LossInput.TargetPrediction))
            {
                sample.Declare(new Input(LossInput.TargetPrediction), "xt", "x[y]");
            }
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", "u[i]");
        }

        PrintStages(sample);
        Writer.Close();
        Writer.Line();
        Writer.Line($"return {(SumsLosses ? "total" : "0d")};");
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step) => (input, Ops.Lanes) switch
    {
        (LossInput.ClassIndex, 1) => Ops.FromIndex(step.Offset.Contains(' ') ? $"({step.Offset})" : step.Offset),
        (LossInput.ClassIndex, _) => $"lane + {Ops.Broadcast(_scalar.FromIndex(step.Offset.Contains(' ') ? $"({step.Offset})" : step.Offset))}",
        _ => Ops.Load(KernelPointers.Of(input).Name, step.Offset),
    };

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

    protected override Printed? FindInWalk(Expr leaf, Scope sample) => _broadcast.TryGetValue(leaf, out string? name) ? Printed.Atom(name) : null;

    protected override string StagedOffset(AxisStep step) => step.Offset;

    protected override string FinishReduction(ReduceOp op, string accumulated) => Ops.ReduceLanes(op == ReduceOp.Max, accumulated, Helpers);

    protected override string MaskTail(string value) => Ops.Where("tail", value);

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

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample) =>
        Writer.Line(Ops.Store(map.PerClass.Rate == Rate.Constant ? Ops.Zero : perClass.Text, MapPointer!.Name, step.Offset));

    protected override void AfterMap(Map map, Scope sample)
    {
        if (map.AtTarget is { } atTarget)
        {
            Writer.Line($"{MapPointer!.Name}[y] -= {ExprPrinter.Text(atTarget, sample)};");
        }
    }

    private void BindCallInputs(Scope sample)
    {
        if (Program.Reads(LossInput.Scale))
        {
            sample.Declare(new Input(LossInput.Scale), "g", "block->Scale");
        }

        if (Program.Reads(LossInput.WeightSum))
        {
            sample.Declare(new Input(LossInput.WeightSum), "W", "block->WeightSum");
        }
    }

    private IEnumerable<string> RowPointers() => Reads
        .Where(pointer => pointer.Extent == PointerExtent.Classes)
        .Select(pointer => pointer.Name)
        .Concat(MapPointer is { } map ? [map.Name] : []);
}
