using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>
/// Prints the part of the user's class that users see: the passes over spans and over buffers, and the choice of a kernel.
/// Names are global: the class may contain or inherit anything.
/// </summary>
internal sealed class ApiPrinter(LossSpec spec, SourceWriter writer)
{
    private const string Root = "global::Gen.CrossEntropy.";
    private const string Kernels = Root + "Kernels.";

    private readonly string _element = spec.DType == DType.Float32 ? "float" : "double";

    private bool HasIndices => spec.Target == TargetKind.ClassIndices;

    private IReadOnlyList<string> TargetTypes => Parameters.TargetTypes(spec);

    public void Print()
    {
        writer.Line("/// <summary>C: the number of classes.</summary>");
        writer.Line($"public static int ClassCount => {spec.ClassCount};");
        foreach (Pass pass in PassNames.All)
        {
            PrintOverloads(pass);
        }

        foreach (Pass pass in PassNames.All)
        {
            PrintImplementation(pass, buffers: false);
            PrintImplementation(pass, buffers: true);
        }

        PrintDeclaredCall();
        foreach (Pass pass in PassNames.All)
        {
            PrintDispatch(pass);
        }
    }

    private string ResultOf(Pass pass) => Parameters.ResultOf(spec, pass);

    private void PrintOverloads(Pass pass)
    {
        IReadOnlyList<Parameter> parameters = Parameters.Of(spec, pass);
        string first = string.Join(", ", parameters.Select(p => Cref(p.SpanType(_element, TargetTypes[0]))));
        foreach (bool buffers in (bool[])[false, true])
        {
            foreach (string target in TargetTypes)
            {
                writer.Line();
                if (!buffers && target == TargetTypes[0])
                {
                    ApiDocumentation.Print(writer, spec, pass, parameters);
                }
                else
                {
                    writer.Line($"/// <inheritdoc cref=\"{pass}({first})\"/>");
                }

                Parameter[] own = parameters.Where(p => !buffers || p.Name != "positions").ToArray();
                string list = string.Join(", ", own.Select(p =>
                    $"{(buffers ? p.BufferType(_element, target) : p.SpanType(_element, target))} {p.Name}{(p.Default is null ? "" : $" = {p.Default}")}"));
                writer.Line($"public static {ResultOf(pass)} {pass}({list}) =>");
                writer.Line($"    {pass}{(buffers ? "Buffers" : "Spans")}({string.Join(", ", own.Select(p => p.Name))});");
            }
        }
    }

    private void PrintImplementation(Pass pass, bool buffers)
    {
        IReadOnlyList<Parameter> parameters = Parameters.Of(spec, pass);
        string target = HasIndices ? "TTarget" : _element;
        Parameter[] own = parameters.Where(p => !buffers || p.Name != "positions").ToArray();
        string list = string.Join(", ", own.Select(p => $"{(buffers ? p.BufferType(_element, target) : p.SpanType(_element, target))} {p.Name}"));
        writer.Line();
        writer.Line($"private static unsafe {ResultOf(pass)} {pass}{(buffers ? "Buffers" : "Spans")}{(HasIndices ? "<TTarget>" : "")}({list})");
        if (HasIndices)
        {
            writer.Line("    where TTarget : unmanaged, global::System.Numerics.IBinaryInteger<TTarget>");
        }

        writer.Open();
        Parameter[] elements = own.Where(p => p.Kind != ParameterKind.Scalar).ToArray();
        bool constants = spec.Weights == WeightKind.Constant;
        bool pins = false;
        foreach (Parameter p in buffers ? [] : elements)
        {
            writer.Line($"fixed ({(p.Kind == ParameterKind.Targets ? target : _element)}* {p.Pointer} = {p.Name})");
            pins = true;
        }

        if (constants)
        {
            writer.Line($"fixed ({_element}* w = DeclaredClassWeights)");
            pins = true;
        }

        if (pins)
        {
            writer.Open();
        }

        string generic = HasIndices ? "<TTarget>" : "";
        writer.Line($"{Kernels}LossCall<{_element}, {target}> call = DeclaredCall{generic}({Kernels}LossPass.{pass});");
        if (buffers)
        {
            writer.Line($"call.Bind({string.Join(", ", elements.Select(p => $"{p.Name}: {p.Name}"))});");
        }
        else
        {
            foreach (Parameter p in elements)
            {
                writer.Line($"call.{p.Field} = new({p.Pointer}, {p.Name}.Length);");
            }
        }

        if (constants)
        {
            writer.Line($"call.ClassWeights = new(w, {spec.ClassCount});");
        }

        foreach (Parameter p in own.Where(p => p.Kind == ParameterKind.Scalar))
        {
            writer.Line($"call.{p.Field} = {p.Name};");
        }

        string run = $"{Kernels}{(HasIndices ? "IndexLoss" : "ProbabilityLoss")}.Run(in call, {pass}Kernel())";
        writer.Line(ResultOf(pass) == "void" ? run + ";" : $"return ({_element}){run};");
        if (pins)
        {
            writer.Close();
        }

        writer.Close();
    }

    private void PrintDeclaredCall()
    {
        if (spec.Weights == WeightKind.Constant)
        {
            writer.Line();
            writer.Line($"private static global::System.ReadOnlySpan<{_element}> DeclaredClassWeights =>");
            writer.Line($"    [{string.Join(", ", spec.ClassWeights.Select(w => Literal.Of(w, spec.DType)))}];");
        }

        string target = HasIndices ? "TTarget" : _element;
        writer.Line();
        writer.Line("/// <summary>A call with what the declaration fixes; the caller's arguments are still to be set.</summary>");
        writer.Line($"private static {Kernels}LossCall<{_element}, {target}> DeclaredCall{(HasIndices ? "<TTarget>" : "")}({Kernels}LossPass pass)");
        if (HasIndices)
        {
            writer.Line("    where TTarget : unmanaged");
        }

        writer.Line("    => new()");
        writer.Open();
        writer.Line("Pass = pass,");
        writer.Line($"ClassCount = {spec.ClassCount},");
        writer.Line($"Reduction = {Root}Reduction.{spec.Reduction},");
        if (spec.IgnoreIndex is { } ignoreIndex)
        {
            writer.Line($"IgnoreIndex = {(ignoreIndex == long.MinValue ? "long.MinValue" : Literal.Whole(ignoreIndex) + "L")},");
        }

        writer.Line($"Weighted = {(spec.Weights == WeightKind.None ? "false" : "true")},");
        writer.Line($"BlockRows = {KernelPlanner.BlockRows(spec)},");
        writer.Line("Positions = 1,");
        writer.Close("};");
    }

    private void PrintDispatch(Pass pass)
    {
        writer.Line();
        writer.Line($"/// <summary>The {pass} kernel of the widest vectors that the CPU device uses.</summary>");
        writer.Line($"private static unsafe delegate*<{Kernels}Block<{_element}>*, double> {pass}Kernel() => {Root}CpuDevice.Instance.VectorWidth switch");
        writer.Open();
        foreach (VectorWidth width in KernelPlanner.Widths)
        {
            string pattern = width == VectorWidth.Scalar ? "_" : $"{Root}VectorWidth.{width}";
            writer.Line($"{pattern} => &{pass}{width},");
        }

        writer.Close("};");
    }

    private static string Cref(string type) => type.Replace('<', '{').Replace('>', '}');
}
