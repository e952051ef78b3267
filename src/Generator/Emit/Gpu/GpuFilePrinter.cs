using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Prints the GPU kernels of a loss, and which of them a call takes.</summary>
internal sealed class GpuFilePrinter(LossSpec spec, SourceWriter writer)
{
    private readonly string _class = spec.Type.Name.TrimStart('@') + "Ilgpu";
    private readonly string _types = $"{new StoredElements(spec.DType).Type}, {Literal.TypeName(spec.ComputeType)}";

    private IReadOnlyList<SampleLayout> Layouts => KernelPlanner.LayoutsOf(spec);

    /// <summary>Prints members of the user's class.</summary>
    /// <param name="kernels">The namespace of the kernels.</param>
    public void PrintChoice(string kernels)
    {
        foreach (Pass pass in RowPrograms.PassesOf(spec))
        {
            string[] choices = Layouts.Select(layout => $"global::{kernels}.{_class}.{Field(pass, layout)}").ToArray();
            writer.Line();
            writer.Line($"private static global::Gen.CrossEntropy.Kernels.GpuKernel<{_types}> {pass}Gpu({(choices.Length == 1 ? "" : "nint positions")}) =>");
            writer.Line($"    {(choices.Length == 1 ? choices[0] : $"positions == 1 ? {choices[0]} : {choices[1]}")};");
        }
    }

    /// <summary>Prints the class of the kernels.</summary>
    public void PrintKernels()
    {
        writer.Line("using global::ILGPU;");
        if (Layouts.Any(layout => GpuPlanner.Plan(spec, layout).Nest.Pack > 1))
        {
            writer.Line("using global::ILGPU.Runtime;");
        }

        writer.Line("using global::Gen.CrossEntropy.Kernels;");
        writer.Line();
        writer.Open($"file static class {_class}");
        if (!spec.IsOfElements)
        {
            writer.Line("/// <summary>The number of classes.</summary>");
            writer.Line($"private const int C = {spec.ClassCount};");
            if (GpuPlanner.Plan(spec, SampleLayout.Rows).Tiled)
            {
                writer.Line();
                writer.Line("/// <summary>The distance of rows in shared memory.</summary>");
                writer.Line("private const int P = C | 1;");
            }

            writer.Line();
        }

        foreach (SampleLayout layout in Layouts)
        {
            GpuPlan plan = GpuPlanner.Plan(spec, layout);
            foreach (Pass pass in RowPrograms.PassesOf(spec))
            {
                string method = KernelPrinter.Name(pass, layout);
                string flavours = plan.Reduces ? $"{method}<ShuffleReduction>, {method}<SharedReduction>" : $"{method}, {method}";
                string[] rest =
                [
                    .. plan.GroupsPerMultiprocessor > 0 ? [$"GroupsPerMultiprocessor = {plan.GroupsPerMultiprocessor}"] : (string[])[],
                    .. layout == SampleLayout.Elements && pass != Pass.Backward && spec.Reduction != Reduction.None ? ["SumsLosses = true"] : (string[])[],
                ];
                writer.Line($"internal static readonly GpuKernel<{_types}> {Field(pass, layout)} =");
                writer.Line($"    new({flavours}, groupSize: {plan.GroupSize}, samplesPerGroup: {plan.SamplesPerGroup}){(rest.Length == 0 ? "" : $" {{ {string.Join(", ", rest)} }}")};");
                writer.Line();
            }
        }

        bool first = true;
        foreach (SampleLayout layout in Layouts)
        {
            GpuPlan plan = GpuPlanner.Plan(spec, layout);
            foreach (Pass pass in RowPrograms.PassesOf(spec))
            {
                if (!first)
                {
                    writer.Line();
                }

                first = false;
                GpuKernelPrinter.Print(spec, pass, plan, writer);
            }
        }

        writer.Close();
    }

    private static string Field(Pass pass, SampleLayout layout) => KernelPrinter.Name(pass, layout) + "Kernel";
}
