using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Api;
using Gen.CrossEntropy.Generator.Emit.Cpu;
using Gen.CrossEntropy.Generator.Emit.Gpu;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>From a declaration to its files: what users call, the interfaces that it implements, the kernels of each vector width, and those of GPUs where they are wanted.</summary>
internal static class LossFileEmitter
{
    public static IEnumerable<SourceFile> Emit(LossSpec spec, CompilationFacts facts, string hintName)
    {
        yield return new SourceFile($"{hintName}.g.cs", ApiFile(spec, facts.HasIlgpu));
        if (InterfacePrinter.Implements(spec))
        {
            yield return new SourceFile($"{hintName}.Interfaces.g.cs", InterfaceFile(spec));
        }

        foreach (VectorWidth width in KernelPlanner.Widths)
        {
            yield return new SourceFile($"{hintName}.{width}.g.cs", KernelFile(spec, width));
        }

        if (facts.HasIlgpu)
        {
            yield return new SourceFile($"{hintName}.Ilgpu.g.cs", GpuFile(spec));
        }
    }

    private static string ApiFile(LossSpec spec, bool hasGpu)
    {
        SourceWriter writer = new();
        FileHeader.PrintApi(writer, spec);
        PrintInUsersClass(writer, spec, [], new ApiPrinter(spec, hasGpu, writer).Print);
        return writer.ToString();
    }

    private static string InterfaceFile(LossSpec spec)
    {
        SourceWriter writer = new();
        FileHeader.PrintInterfaces(writer, spec);
        InterfacePrinter printer = new(spec, writer);
        PrintInUsersClass(writer, spec, printer.Interfaces, printer.Print);
        return writer.ToString();
    }

    private static string KernelFile(LossSpec spec, VectorWidth width)
    {
        SourceWriter writer = new();
        FileHeader.PrintKernels(writer, spec, width);
        string kernels = spec.Type.Name.TrimStart('@') + width;
        IReadOnlyList<SampleLayout> layouts = KernelPlanner.LayoutsOf(spec);
        string element = CpuOps.For(width, spec.ComputeType).Element;
        PrintInUsersClass(writer, spec, [], () =>
        {
            foreach (Pass pass in RowPrograms.PassesOf(spec))
            {
                string target = $"global::{GeneratedNamespace}.{kernels}";
                string[] calls = layouts.Select(layout => $"{target}.{KernelPrinter.Name(pass, layout)}(block)").ToArray();
                writer.Line();
                writer.Line($"private static unsafe double {pass}{width}(global::Gen.CrossEntropy.Kernels.Block<{element}>* block) =>");
                writer.Line($"    {(calls.Length == 1 ? calls[0] : $"block->Stride == 1 ? {calls[0]} : {calls[1]}")};");
            }
        });

        writer.Line();
        writer.Open($"namespace {GeneratedNamespace}");
        writer.Line("using global::System;");
        writer.Line("using global::System.Runtime.CompilerServices;");
        if (width != VectorWidth.Scalar)
        {
            writer.Line("using global::System.Runtime.Intrinsics;");
        }

        if (width is VectorWidth.Vector512 or VectorWidth.Vector256)
        {
            writer.Line("using global::System.Runtime.Intrinsics.X86;");
        }

        if (CpuOps.For(width, spec.ComputeType).StaticUsing is { } multiplyAdd)
        {
            writer.Line($"using static global::System.Runtime.Intrinsics.X86.{multiplyAdd};");
        }

        writer.Line("using global::Gen.CrossEntropy.Kernels;");
        writer.Line();
        writer.Line("[SkipLocalsInit]");
        writer.Open($"file static unsafe class {kernels}");
        if (!spec.IsOfElements)
        {
            writer.Line("/// <summary>The number of classes.</summary>");
            writer.Line($"private const int C = {spec.ClassCount};");
        }

        KernelHelpers helpers = new();
        foreach (SampleLayout layout in layouts)
        {
            KernelPlan plan = KernelPlanner.Plan(spec, width, layout);
            foreach (Pass pass in RowPrograms.PassesOf(spec))
            {
                writer.Line();
                CpuKernels.Print(spec, pass, plan, writer, helpers);
            }
        }

        helpers.Print(writer);
        writer.Close();
        writer.Close();
        return writer.ToString();
    }

    private static string GpuFile(LossSpec spec)
    {
        SourceWriter writer = new();
        FileHeader.PrintGpuKernels(writer, spec);
        GpuFilePrinter printer = new(spec, writer);
        PrintInUsersClass(writer, spec, [], () => printer.PrintChoice(GeneratedNamespace));
        writer.Line();
        writer.Open($"namespace {GeneratedNamespace}");
        printer.PrintKernels();
        writer.Close();
        return writer.ToString();
    }

    private const string GeneratedNamespace = "Gen.CrossEntropy.Generated";

    private static void PrintInUsersClass(SourceWriter writer, LossSpec spec, IEnumerable<string> interfaces, Action body)
    {
        TypeName type = spec.Type;
        if (type.Namespace.Length > 0)
        {
            writer.Open($"namespace {type.Namespace}");
        }

        foreach (ContainingType container in type.ContainingTypes)
        {
            writer.Open($"partial {container.Keywords} {container.Name}");
        }

        string[] bases = interfaces.ToArray();
        writer.Line($"partial class {type.Name}{(bases.Length == 0 ? "" : " :")}");
        if (bases.Length > 0)
        {
            writer.Line(string.Join(",\n", bases.Select(b => "    " + b)));
        }

        writer.Open();
        body();
        writer.Close();
        foreach (ContainingType _ in type.ContainingTypes)
        {
            writer.Close();
        }

        if (type.Namespace.Length > 0)
        {
            writer.Close();
        }
    }
}
