using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are classes: what those of one row and those of a group of rows share.</summary>
internal abstract class ClassLanesPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : CpuKernelPrinter(spec, pass, plan, writer, helpers)
{
    /// <summary>How the elements of rows are read and written.</summary>
    protected RowElements Elements { get; } = new(spec, plan);

    /// <summary>The operations of what is computed once a row.</summary>
    protected OpTable Scalar { get; } = CpuOps.For(VectorWidth.Scalar, spec.ComputeType);

    /// <summary>
    /// Whether gradients wait for the walk that sums the next rows, so that neither their stores nor the chain of sums, logarithms and quotients holds up the exponentials: where they are made of what waits from their own walk and of
    /// values of the rows alone.
    /// </summary>
    protected virtual bool Overlaps => Plan.Overlaps && Program.Map is { } map && NodesOfMap(map.PerClass).All(node => node.Rate < Rate.Class || node is not (Input or Function))
        && WaitingFor(map).Any() && Schedule.OnlyLastWalkLeaves(WaitingFor(map));

    /// <summary>The functions whose values wait for the map.</summary>
    protected IEnumerable<Function> WaitingFor(Map map) => StagedFunctions.Where(function => map.PerClass.Contains(function.Equals));

    /// <summary>While the gradient of the rows before is printed.</summary>
    protected bool WritesBefore { get; private set; }

    /// <summary>What the names of pointers at the rows before end in.</summary>
    protected string Before => WritesBefore ? "Before" : "";

    /// <summary>What an expression of the map takes, beside values that wait.</summary>
    protected IEnumerable<Expr> LeavesOf(Expr expr) => NodesOfMap(expr).Where(IsLeaf).Distinct();

    /// <summary>Prints what writes the gradient of the rows before, for which the walk's values still wait.</summary>
    protected void PrintBefore(Action print)
    {
        WritesBefore = true;
        WithStaged([Schedule.Stages[Schedule.LastWalk]], print);
        WritesBefore = false;
    }

    /// <summary>The nodes of an expression that the map evaluates: not those inside a function whose values wait.</summary>
    private IEnumerable<Expr> NodesOfMap(Expr expr) =>
        expr is Function function && StagedFunctions.Contains(function) ? [] : expr.Children().SelectMany(NodesOfMap).Concat([expr]);

    /// <summary>Prints the reference of a guess from the largest input, of which a logit is a growing function.</summary>
    /// <param name="guess">The guess.</param>
    /// <param name="sample">What is known of the rows.</param>
    /// <param name="declares">Whether it is declared here, or only set again.</param>
    protected void PrintReference(Guess guess, Scope sample, bool declares)
    {
        Scope largest = new(sample.Ops, Writer, declares ? "G" : "H", hasConstants: SamplesShareConstants, (_, leaf) =>
            leaf is Input { Source: LossInput.Prediction } ? Printed.Atom("largest") : sample.Leaf(leaf));
        string reference = ExprPrinter.Text(guess.Of.Logit, largest);
        Writer.Line($"{(declares ? sample.Ops.Type + " " : "")}{guess.Of.Reference} = {reference};");
        sample.Bind(new Value(guess.Of.Reference), guess.Of.Reference);
    }

    /// <summary>The variable that a sample's value will have.</summary>
    protected static string NameOf(Expr leaf) => leaf switch
    {
        Value value => value.Name,
        Input { Source: LossInput.TargetWeight } => "wt",
        Input { Source: LossInput.TargetIndex } => "ty",
        Input { Source: LossInput.TargetPrediction } => "xt",
        Input { Source: LossInput.Upstream or LossInput.Scale } => "g",
        Input { Source: LossInput.WeightSum } => "W",
        _ => throw new NotSupportedException($"No variable for {FormulaPrinter.Print(leaf)}."),
    };

    /// <summary>Whether x[t] is read.</summary>
    protected virtual bool ReadsTarget => Program.Reads(LossInput.TargetPrediction);

    /// <summary>The variable that points at a row's classes.</summary>
    protected virtual string RowPointer(KernelPointer pointer) => pointer.Name;

    protected void PrintTailConstant()
    {
        if (Axis.TailLanes > 0)
        {
            Writer.Line($"// The last vector of a row ends at the last class; its last {Axis.TailLanes} lanes are new.");
            string lanes = string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.IndexNumber(i < Ops.Lanes - Axis.TailLanes ? "0" : "-1")));
            Writer.Line($"{Ops.MaskType} tail = {Ops.AsElement(Ops.IndexConstant(lanes))};");
        }
    }

    /// <summary>The number of each lane, where classes are numbers of the program.</summary>
    protected void PrintLaneConstant()
    {
        if (Program.Reads(LossInput.ClassIndex) && Ops.Lanes > 1)
        {
            Writer.Line($"{Ops.Type} lane = {Ops.Broadcast(string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.Number(i))))};");
        }
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step) => (input, Ops.Lanes) switch
    {
        (LossInput.ClassIndex, 1) => Ops.FromIndex(step.Offset.Contains(' ') ? $"({step.Offset})" : step.Offset),
        (LossInput.ClassIndex, _) => $"lane + {Ops.Broadcast(Scalar.FromIndex(step.Offset.Contains(' ') ? $"({step.Offset})" : step.Offset))}",
        (LossInput.ClassWeight, _) => Ops.Load(RowPointer(KernelPointers.Of(input)), step.Offset),
        _ => Elements.Load(Ops, RowPointer(KernelPointers.Of(input)), step.Offset),
    };

    protected override string ElementType(KernelPointer pointer) => Elements.TypeOf(pointer, Ops);

    protected override string StagedOffset(AxisStep step) => step.Offset;

    protected override string MaskTail(string value) => Ops.Where("tail", value);

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample) =>
        Writer.Line(Elements.Store(Ops, MapValue(map, perClass, Ops).Text, RowPointer(MapPointer!), step.Offset));
}
