using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>What all GPU kernels share: where their values lie, and the walk that writes. Text of one thread; nothing is kept between walks but registers.</summary>
internal abstract class GpuKernelPrinter(LossSpec spec, Pass pass, GpuPlan plan, SourceWriter writer)
    : KernelPrinter(spec, pass, plan.Nest, writer, new GpuOps(spec.ComputeType) { ExponentsMayBePositive = plan.Nest.GuessedFrom > 0 }, counter: "int")
{
    protected GpuPlan Gpu { get; } = plan;

    protected StoredElements Stored { get; } = new(spec.DType);

    /// <summary>The losses of samples are added afterwards, in an order that no number of groups changes.</summary>
    protected override bool StoresLosses => Plan.Layout == SampleLayout.Elements ? base.StoresLosses : Program.GivesLoss;

    /// <summary>A function is cheaper than the memory to keep its value in.</summary>
    protected override IReadOnlyList<Function> StagedFunctions => [];

    protected override bool SamplesShareConstants => true;

    /// <summary>What a kernel does for the samples of its block, without the head of its method.</summary>
    public static string Inside(LossSpec spec, Pass pass, GpuPlan plan)
    {
        SourceWriter writer = new();
        GpuKernelPrinter printer = plan.Nest.Layout == SampleLayout.Elements ? new GpuElementPrinter(spec, pass, plan, writer)
            : plan.Nest.LanesAreSamples ? new GpuSamplePrinter(spec, pass, plan, writer) 
            : new GpuRowPrinter(spec, pass, plan, writer);
        printer.PrintInside();
        return writer.ToString();
    }

    /// <summary>Views are named where samples begin.</summary>
    protected override void PrintPointers()
    {
    }

    protected override string StagedOffset(AxisStep step) => throw new NotSupportedException("Nothing is staged.");

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Input { Rate: Rate.Sample or Rate.Call }).Distinct())
        {
            ExprPrinter.Print(leaf, sample);
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) => sample.Find(leaf);

    /// <summary>
    /// Prints the walk that writes a value at every class. What is written may be what is read, for all that the compiler knows: so all of a round is read before any of it is written, and as many reads are under way.
    /// But for the last step, which overlaps the one before: a thread reads of it only what it writes, since others write the rest.
    /// </summary>
    protected override void PrintMapWalk(Map map, Scope sample)
    {
        if (map.AtTarget is not null)
        {
            BindForWalk([map.AtTarget], sample);
        }

        Input[] read = Unstaged(map.PerClass).OfType<Input>().Where(leaf => leaf is { Rate: Rate.Class, Source: not LossInput.ClassIndex }).Distinct().ToArray();
        List<(AxisStep, Scope)> round = [];
        Writes = true;
        BeforeWalk(Schedule.Stages.Count);
        Axis.Print(
            Writer,
            step =>
            {
                Scope scope = ScopeOf(step, sample);
                foreach (Input leaf in read.Where(_ => !step.Masked))
                {
                    ExprPrinter.Print(leaf, scope);
                }

                round.Add((step, scope));
            },
            endRound: inLoop =>
            {
                foreach ((AxisStep step, Scope scope) in round)
                {
                    OpenMapStep(step);
                    PrintMapStep(map, step, ExprPrinter.Print(map.PerClass, scope), sample);
                    CloseMapStep(step);
                }

                round.Clear();
                EndRound(inLoop);
            },
            beginRound: inLoop => BeginRound(Schedule.Stages.Count, sample, inLoop));
        Writes = false;
        AfterMap(map, sample);
    }

    /// <summary>Whether the walk that is printed writes at every class.</summary>
    protected bool Writes { get; private set; }

    /// <summary>
    /// Prints what all steps of a round read where its first class is read: what follows may branch, and reads behind a branch wait for it. A step that those read who write it is read where they do.
    /// </summary>
    /// <param name="input">What is read.</param>
    /// <param name="step">The step whose turn it is.</param>
    /// <param name="read">What a step reads, as text.</param>
    /// <returns>Null: its variable exists then.</returns>
    protected string? ReadTogether(LossInput input, AxisStep step, Func<AxisStep, string> read)
    {
        foreach (AxisStep one in ReadWith(step))
        {
            Writer.Line($"{Ops.Element} {KernelPointers.Letter(input)}{one.Suffix} = {read(one)};");
        }

        return null;
    }

    /// <summary>The steps that are read where a step is.</summary>
    protected IEnumerable<AxisStep> ReadWith(AxisStep step) => Writes && step.Masked ? [step]
        : step == Axis.Round[0] ? Axis.Round.Where(other => !(Writes && other.Masked))
        : [];

    /// <summary>Prints what the writing of a step stands in.</summary>
    protected virtual void OpenMapStep(AxisStep step)
    {
    }

    /// <summary>Prints the end of what <see cref="OpenMapStep"/> opened.</summary>
    protected virtual void CloseMapStep(AxisStep step)
    {
    }

    /// <summary>The block's field of a pointer.</summary>
    protected string Field(KernelPointer pointer) => (pointer.Field, pointer.Extent, Plan.Layout) switch
    {
        ("DenseTargets", _, _) => "Dense",
        ("Upstream", PointerExtent.Classes, _) or ("Upstream", _, SampleLayout.Elements) => "ClassUpstream",
        ("Upstream", _, _) => "SampleUpstream",
        ("Losses", _, SampleLayout.Elements) => "ElementLosses",
        _ => pointer.Field,
    };

    /// <summary>Names what a call has one of.</summary>
    protected void BindCallInputs(Scope sample)
    {
        if (Program.Reads(LossInput.Scale))
        {
            sample.Declare(new Input(LossInput.Scale), "g", "block.Numbers[0]");
        }

        if (Program.Reads(LossInput.WeightSum))
        {
            sample.Declare(new Input(LossInput.WeightSum), "W", "block.Numbers[1]");
        }

        PrintCallValues(sample);
    }

    /// <summary>A class's number as an index, and that as a value.</summary>
    protected string ClassNumber(string index) => Ops.FromIndex(index.Contains(' ') ? $"({index})" : index);
}
