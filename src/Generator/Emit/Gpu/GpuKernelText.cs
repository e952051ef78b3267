using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>A kernel as text: its method, and how devices are told of it.</summary>
internal sealed class GpuKernelText
{
    private readonly LossSpec _spec;
    private readonly Pass _pass;
    private readonly SampleLayout _layout;
    private readonly GpuPlan _plan;
    private readonly string _inside;

    public GpuKernelText(LossSpec spec, Pass pass, SampleLayout layout)
    {
        _spec = spec;
        _pass = pass;
        _layout = layout;
        _plan = GpuPlanner.Plan(spec, layout);
        _inside = GpuKernelPrinter.Inside(spec, pass, _plan);
        Flavours = GpuFlavours.UsedIn(_inside);
    }

    /// <summary>What the kernel leaves to devices.</summary>
    public GpuFlavours Flavours { get; }

    private string Method => KernelPrinter.Name(_pass, _layout);

    private string Types => TypesOf(_spec);

    /// <summary>The type arguments of a loss's kernels and blocks.</summary>
    public static string TypesOf(LossSpec spec) => $"{new StoredElements(spec.DType).Type}, {Literal.TypeName(spec.ComputeType)}";

    /// <summary>The field that holds a kernel.</summary>
    public static string Field(Pass pass, SampleLayout layout) => KernelPrinter.Name(pass, layout) + "Kernel";

    /// <summary>Prints the field: the method in its flavours, and its grid.</summary>
    public void PrintField(SourceWriter writer)
    {
        int groups = GpuPlanner.GroupsPerMultiprocessor(_spec, _pass, _plan);
        string[] rest =
        [
            .. Flavours.OnAmpere(Method) is { } onAmpere ? [$"OnAmpere = {onAmpere}"] : (string[])[],
            .. _plan.GroupsTogether > 1 ? [$"GroupsTogether = {_plan.GroupsTogether}"] : (string[])[],
            .. _plan.ResidentGroups > 0 ? [$"ResidentGroups = {_plan.ResidentGroups}"] : (string[])[],
            .. groups > 0 ? [$"GroupsPerMultiprocessor = {groups}"] : (string[])[],
            .. _layout == SampleLayout.Elements && _pass != Pass.Backward && _spec.Reduction != Reduction.None ? ["SumsLosses = true"] : (string[])[],
        ];
        writer.Line($"internal static readonly GpuKernel<{Types}> {Field(_pass, _layout)} =");
        writer.Line($"    new({Flavours.WithShuffles(Method)}, {Flavours.WithSharedMemory(Method)}, groupSize: {_plan.GroupSize}, samplesPerGroup: {_plan.SamplesPerGroup}){(rest.Length == 0 ? ";" : "")}");
        if (rest.Length > 0)
        {
            writer.Line($"    {{ {string.Join(", ", rest)} }};");
        }
    }

    /// <summary>Prints the method.</summary>
    public void PrintMethod(SourceWriter writer)
    {
        string share = _plan.Nest.LanesAreSamples ? "" : $": {_plan.GroupSize} threads a row";
        writer.Line($"/// <summary>{PassNames.Title(_spec, _pass)} over {KernelPrinter.Words(_layout)}{share}.</summary>");
        writer.Line($"internal static void {Method}{Flavours.Parameters}(GpuBlock<{Types}> block)");
        foreach (string constraint in Flavours.Constraints)
        {
            writer.Line("    " + constraint);
        }

        writer.Open();
        writer.Open("if (block.Refusal[0] != 0)");
        writer.Line("// The call is refused: nothing is written.");
        writer.Line("return;");
        writer.Close();
        writer.Line();
        foreach (string local in Flavours.Locals)
        {
            writer.Line(local);
        }

        writer.Line(_inside.TrimEnd('\n'));
        writer.Close();
    }
}
