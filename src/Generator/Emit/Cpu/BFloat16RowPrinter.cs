using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels of one row at a time that read and write BFloat16. What is written is rounded once: two vectors at a time, the target's part included.</summary>
internal sealed class BFloat16RowPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : SingleRowPrinter(spec, pass, plan, writer, helpers)
{
    private string _firstOfPair = "";

    /// <summary>Whole lines are not written by the map's walk.</summary>
    protected override bool Streams => false;

    private bool StreamsCopy => Ops.Lanes > 1 && MapPointer is not null;

    /// <summary>Where a row is written.</summary>
    private string Output => StreamsCopy ? "row" : MapPointer!.Name;

    protected override string RowPointer(KernelPointer pointer) => pointer == MapPointer ? Output : base.RowPointer(pointer);

    /// <summary>Whether x[t] is read: for the value at the target, too.</summary>
    protected override bool ReadsTarget => base.ReadsTarget || (Program.Map is { } map && TargetIsMadeOfLogit(map));

    protected override IEnumerable<(string Name, int Count)> ScratchAreas => StreamsCopy ? base.ScratchAreas.Append(("copy", (Spec.ClassCount + 1) / 2)) : base.ScratchAreas;

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample)
    {
        int place = Axis.Round.TakeWhile(other => other != step).Count();
        bool second = place % 2 == 1;
        if (Ops.Lanes == 1 || Plan.Spreads || step.Masked || (!second && (place + 1 >= Axis.Round.Count || Axis.Round[place + 1].Masked)))
        {
            base.PrintMapStep(map, step, perClass, sample);
            return;
        }

        string value = MapValue(map, perClass, Ops).Text;
        if (second)
        {
            Writer.Line($"BFloat16Vectors.Narrow({_firstOfPair}, {value}, {RowElements.Address(Output, Axis.Round[place - 1].Offset)});");
        }
        else
        {
            _firstOfPair = value;
        }
    }

    /// <summary>Computes the value at the target alone: its own part cannot be subtracted from what was rounded.</summary>
    protected override void AfterMap(Map map, Scope sample)
    {
        if (map.AtTarget is not { } atTarget)
        {
            return;
        }

        Scope target = AtTarget(Scalar, sample);
        UseStaged(map.PerClass, new AxisStep("T", "y", 0, Masked: false), target);
        Printed value = Printed.Infix(ExprPrinter.Print(map.PerClass, target), " - ", ExprPrinter.Print(atTarget, sample), Precedence.Additive);
        Writer.Line(Elements.Store(Scalar, value.Text, Output, "y"));
    }

    /// <summary>A row that goes past the caches does so from a copy in the nearest one: its lines are whole there, whatever the address is.</summary>
    protected override void PrintMapWalk(Map map, Scope sample)
    {
        if (!StreamsCopy)
        {
            base.PrintMapWalk(map, sample);
            return;
        }

        string type = Elements.Type(Ops), pointer = MapPointer!.Name;
        Writer.Line($"{type}* {Output} = block->Streams ? ({type}*)copy : {pointer};");
        base.PrintMapWalk(map, sample);
        Writer.Open("if (block->Streams)");
        Writer.Line($"NonTemporal.Copy({Output}, {pointer}, C);");
        Writer.Close();
    }
}
