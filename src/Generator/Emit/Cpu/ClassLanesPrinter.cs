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
