using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Prints the GPU kernels of a loss, and which of them a call takes.</summary>
internal sealed class GpuFilePrinter(LossSpec spec, SourceWriter writer)
{
    private readonly string _class = spec.Type.Name.TrimStart('@') + "Ilgpu";

    private IReadOnlyList<SampleLayout> Layouts => KernelPlanner.LayoutsOf(spec);

    /// <summary>Prints members of the user's class.</summary>
    /// <param name="kernels">The namespace of the kernels.</param>
    public void PrintChoice(string kernels)
    {
        foreach (Pass pass in RowPrograms.PassesOf(spec))
        {
            string[] choices = Layouts.Select(layout => $"global::{kernels}.{_class}.{GpuKernelText.Field(pass, layout)}").ToArray();
            writer.Line();
            writer.Line($"private static global::Gen.CrossEntropy.Kernels.GpuKernel<{GpuKernelText.TypesOf(spec)}> {pass}Gpu({(choices.Length == 1 ? "" : "nint positions")}) =>");
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
                if (spec.ClassCount % 2 == 0)
                {
                    (int factor, int shift) = Division.By(spec.ClassCount, GpuPlanner.Plan(spec, SampleLayout.Rows).GroupSize * spec.ClassCount);
                    writer.Line();
                    writer.Line("/// <summary>at / C for places of a tile: devices divide integers by many instructions.</summary>");
                    writer.Line($"private static int RowOf(int at) => (at * {factor}) >> {shift};");
                }
            }

            writer.Line();
        }

        GpuKernelText[] kernels = [.. from layout in Layouts from pass in RowPrograms.PassesOf(spec) select new GpuKernelText(spec, pass, layout)];
        GpuFlavours all = new(kernels.Any(kernel => kernel.Flavours.Exchange), kernels.Any(kernel => kernel.Flavours.Numbers));
        foreach (string comment in all.Comments)
        {
            writer.Line(comment);
        }

        foreach (GpuKernelText kernel in kernels)
        {
            kernel.PrintField(writer);
            writer.Line();
        }

        for (int i = 0; i < kernels.Length; i++)
        {
            if (i > 0)
            {
                writer.Line();
            }

            kernels[i].PrintMethod(writer);
        }

        writer.Close();
    }
}
