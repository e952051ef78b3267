using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>What all CPU kernels share: a method over one block, what that points at, and memory of their own.</summary>
internal abstract class CpuKernelPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : KernelPrinter(spec, pass, plan, writer, CpuOps.For(spec, plan))
{
    protected KernelHelpers Helpers { get; } = helpers;

    protected int Lanes => Ops.Lanes;

    /// <summary>What moves on with the samples.</summary>
    protected IEnumerable<KernelPointer> Moving =>
    [
        .. Reads.Where(pointer => pointer.Extent != PointerExtent.Call),
        .. MapPointer is { } map ? (KernelPointer[])[map] : [],
        .. HasIndices ? (KernelPointer[])[new("t", "Targets", PointerExtent.Sample)] : [],
        .. StoredOutputs.Select(KernelPointers.Of),
    ];

    /// <summary>Prints the whole method.</summary>
    public void PrintMethod()
    {
        Writer.Line($"/// <summary>{PassNames.Title(Spec, Pass)} over a block of {Words(Plan.Layout)}. Returns the block's sum of losses{(SumsLosses ? "" : ", here always 0")}.</summary>");
        Writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Writer.Open($"internal static double {Name(Pass, Plan.Layout)}(Block<{Ops.Element}>* block)");
        PrintInside();
        Writer.Close();
    }

    protected override void PrintPointers()
    {
        foreach (KernelPointer pointer in Reads)
        {
            PrintPointer(pointer);
        }

        if (HasIndices)
        {
            Writer.Line($"{Ops.Index}* t = ({Ops.Index}*)block->Targets;");
        }

        foreach (KernelPointer pointer in StoredOutputs.Select(KernelPointers.Of))
        {
            Writer.Line($"{Ops.Element}* {pointer.Name} = block->{pointer.Field};");
        }

        if (MapPointer is { } map)
        {
            PrintPointer(map);
        }

        Writer.Line("nint n = block->Count;");
        if (Plan.Layout == SampleLayout.Positions)
        {
            Writer.Line("nint S = block->Stride;");
        }
    }

    private void PrintPointer(KernelPointer pointer)
    {
        string type = ElementType(pointer);
        Writer.Line($"{type}* {pointer.Name} = {(type == Ops.Element ? "" : $"({type}*)")}block->{pointer.Field};");
    }

    /// <summary>What a pointer of the block points at, as the kernel takes it.</summary>
    protected virtual string ElementType(KernelPointer pointer) => Ops.Element;

    /// <summary>Names what a call has one of.</summary>
    protected void BindCallInputs(Scope sample)
    {
        if (Program.Reads(LossInput.Scale))
        {
            sample.Declare(new Input(LossInput.Scale), "g", sample.Ops.Broadcast("block->Scale"));
        }

        if (Program.Reads(LossInput.WeightSum))
        {
            sample.Declare(new Input(LossInput.WeightSum), "W", sample.Ops.Broadcast("block->WeightSum"));
        }

        PrintCallValues(sample);
    }

    /// <summary>Prints what becomes of a value of as many samples as there are lanes: a loss is stored, added up or both, other values are stored.</summary>
    /// <param name="store">The value.</param>
    /// <param name="sample">What is known of the samples.</param>
    /// <param name="offset">Where the samples are, from the pointers.</param>
    /// <param name="masksLoss">Whether "keep" tells lanes whose losses count from others where no target does.</param>
    protected void PrintStore(Store store, Scope sample, string offset, bool masksLoss)
    {
        bool isLoss = store.Output == SampleOutput.Loss;
        string text = ExprPrinter.Text(store.Body, sample), pointer = KernelPointers.Of(store.Output).Name;
        if (HasIndices || (isLoss && masksLoss))
        {
            text = Ops.Where("keep", text);
        }

        if (!isLoss)
        {
            Writer.Line(Ops.Store(text, pointer, offset));
            return;
        }

        Writer.Line($"{Ops.Type} loss = {text};");
        if (StoresLosses)
        {
            Writer.Line(Ops.Store("loss", pointer, offset));
        }

        if (SumsLosses)
        {
            Writer.Line(Ops.AddToTotal("total", "loss"));
        }
    }

    /// <summary>Prints memory for the kernel's own use, aligned to 64 bytes: on the stack up to 16 KB, else from the thread's buffer.</summary>
    protected void PrintScratch(IReadOnlyList<(string Name, int Count)> areas)
    {
        // Each begins on a line of its own.
        int line = 64 / KernelPlanner.Size(Spec.ComputeType);
        areas = areas.Select(a => (a.Name, (a.Count + line - 1) / line * line)).ToArray();
        int total = areas.Sum(a => a.Count);
        if (total == 0)
        {
            return;
        }

        int bytes = total * KernelPlanner.Size(Spec.ComputeType);
        if (bytes <= 16 * 1024)
        {
            Writer.Line($"byte* stack = stackalloc byte[{bytes + 64}];");
            Writer.Line($"{Ops.Element}* {areas[0].Name} = ({Ops.Element}*)(((nuint)stack + 63) & ~(nuint)63);");
        }
        else
        {
            Writer.Line($"{Ops.Element}* {areas[0].Name} = Scratch.Rent<{Ops.Element}>({total});");
        }

        for (int i = 1; i < areas.Count; i++)
        {
            Writer.Line($"{Ops.Element}* {areas[i].Name} = {areas[i - 1].Name} + {areas[i - 1].Count};");
        }
    }

    /// <summary>The sum of two offsets, of which either may be 0.</summary>
    protected static string Plus(string left, string right) => left == "0" ? right : right == "0" ? left : $"{left} + {right}";

    /// <summary>An offset times a stride.</summary>
    protected static string Times(string offset, string factor) => offset switch
    {
        "0" => "0",
        "1" => factor,
        _ when factor == "1" => offset,
        _ when offset.Contains(" ") => $"(({offset}) * {factor})",
        _ => $"({offset} * {factor})",
    };
}
