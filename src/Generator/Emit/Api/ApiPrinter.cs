using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>
/// Prints the part of the user's class that users see: the passes over spans and over buffers, and the choice of a kernel.
/// Names are global: the class may contain or inherit anything.
/// </summary>
/// <param name="spec">The declaration.</param>
/// <param name="hasGpu">Whether there are GPU kernels.</param>
/// <param name="writer">Where to.</param>
internal sealed class ApiPrinter(LossSpec spec, bool hasGpu, SourceWriter writer)
{
    private const string Root = "global::Gen.CrossEntropy.";
    private const string Kernels = Root + "Kernels.";

    private readonly string _real = Literal.TypeName(spec.ComputeType);

    private bool IsGeneric => CallText.IsGeneric(spec);

    private IReadOnlyList<string> IndexTypes => Parameters.IndexTypes(spec);

    private IReadOnlyList<Pass> Passes => RowPrograms.PassesOf(spec);

    public void Print()
    {
        if (!spec.IsOfElements || InterfacePrinter.Implements(spec))
        {
            writer.Line(spec.IsOfElements ? "/// <summary>1: every element is a sample.</summary>" : "/// <summary>C: the number of classes.</summary>");
            writer.Line($"public static int ClassCount => {spec.ClassCount};");
        }

        foreach (Pass pass in Passes)
        {
            PrintOverloads(pass);
        }

        foreach (Pass pass in Passes)
        {
            PrintImplementation(pass, buffers: false);
            PrintImplementation(pass, buffers: true);
        }

        PrintDeclaredCall();
        foreach (Pass pass in Passes)
        {
            PrintDispatch(pass);
        }
    }

    private string ResultOf(Pass pass) => Parameters.ResultOf(spec, pass);

    private Parameter[] ParametersOf(Pass pass, bool buffers) => Parameters.Of(spec, pass).Where(p => !buffers || !p.ShapesSayIt).ToArray();

    private string TypeOf(Parameter parameter, bool buffers, string index) => buffers ? parameter.BufferType(spec, index) : parameter.SpanType(spec, index);

    private void PrintOverloads(Pass pass)
    {
        IReadOnlyList<Parameter> parameters = Parameters.Of(spec, pass);
        string first = string.Join(", ", parameters.Select(p => Cref(p.SpanType(spec, IndexTypes[0]))));
        foreach (bool buffers in (bool[])[false, true])
        {
            foreach (string index in IndexTypes)
            {
                writer.Line();
                if (!buffers && index == IndexTypes[0])
                {
                    ApiDocumentation.Print(writer, spec, pass, parameters);
                }
                else
                {
                    writer.Line($"/// <inheritdoc cref=\"{pass}({first})\"/>");
                    if (buffers && hasGpu && ResultOf(pass) == "void")
                    {
                        writer.Line("/// <remarks>Of buffers on a GPU, the call returns before it is done. A target or number that it refuses is told by the next call there that waits: one that returns a number, or <c>Synchronize</c>.</remarks>");
                    }
                }

                Parameter[] own = ParametersOf(pass, buffers);
                string list = string.Join(", ", own.Select(p => $"{TypeOf(p, buffers, index)} {p.Name}{(p.Default is null ? "" : $" = {p.Default}")}"));
                writer.Line($"public static {ResultOf(pass)} {pass}({list}) =>");
                writer.Line($"    {pass}{(buffers ? "Buffers" : "Spans")}({string.Join(", ", own.Select(p => p.Name))});");
            }
        }
    }

    private void PrintImplementation(Pass pass, bool buffers)
    {
        Parameter[] own = ParametersOf(pass, buffers);
        string list = string.Join(", ", own.Select(p => $"{TypeOf(p, buffers, "TTarget")} {p.Name}"));
        writer.Line();
        writer.Line($"private static unsafe {ResultOf(pass)} {pass}{(buffers ? "Buffers" : "Spans")}{(IsGeneric ? "<TTarget>" : "")}({list})");
        if (IsGeneric)
        {
            writer.Line("    where TTarget : unmanaged, global::System.Numerics.IBinaryInteger<TTarget>");
        }

        writer.Open();
        Parameter[] elements = own.Where(p => p.Kind != ParameterKind.Scalar).ToArray();
        bool constants = spec.Weights == WeightKind.Constant;
        bool pins = false;
        foreach (Parameter p in buffers ? [] : elements)
        {
            writer.Line($"fixed ({p.ElementType(spec, "TTarget")}* {p.Pointer} = {p.Name})");
            pins = true;
        }

        if (constants)
        {
            writer.Line($"fixed ({_real}* w = DeclaredClassWeights)");
            pins = true;
        }

        if (pins)
        {
            writer.Open();
        }

        writer.Line($"{CallText.Type(spec)} call = DeclaredCall{(IsGeneric ? "<TTarget>" : "")}({Kernels}LossPass.{pass});");
        if (buffers)
        {
            writer.Line($"call.Bind({string.Join(", ", elements.Select(p => $"{p.Argument ?? p.Name}: {p.Name}"))});");
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

        if (buffers && hasGpu)
        {
            string gpu = $"{CallText.GpuRunner(spec)}.Run(in call, {pass}Gpu({(spec.IsOfElements ? "" : "call.Positions")}))";
            writer.Open("if (call.IsElsewhere)");
            writer.Line(ResultOf(pass) == "void" ? gpu + ";" : $"return ({_real}){gpu};");
            if (ResultOf(pass) == "void")
            {
                writer.Line("return;");
            }

            writer.Close();
            writer.Line();
        }

        string run = $"{CallText.Runner(spec)}.Run(in call, {pass}Kernel())";
        writer.Line(ResultOf(pass) == "void" ? run + ";" : $"return ({_real}){run};");
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
            writer.Line($"private static global::System.ReadOnlySpan<{_real}> DeclaredClassWeights =>");
            writer.Line($"    [{string.Join(", ", spec.ClassWeights.Select(w => Literal.Of(w, spec.ComputeType)))}];");
        }

        writer.Line();
        writer.Line("/// <summary>A call with what the declaration fixes; the caller's arguments are still to be set.</summary>");
        writer.Line($"private static {CallText.Type(spec)} DeclaredCall{(IsGeneric ? "<TTarget>" : "")}({Kernels}LossPass pass)");
        if (IsGeneric)
        {
            writer.Line("    where TTarget : unmanaged");
        }

        writer.Open();
        writer.Line("return new()");
        writer.Open();
        foreach ((string field, string value) in CallText.Fixed(spec))
        {
            writer.Line($"{field} = {value},");
        }

        if (hasGpu)
        {
            writer.Line("HasDeviceKernels = true,");
        }

        writer.Close("};");
        writer.Close();
    }

    private void PrintDispatch(Pass pass)
    {
        writer.Line();
        writer.Line($"/// <summary>The {pass} kernel of the widest vectors that the CPU device uses.</summary>");
        writer.Line($"private static unsafe delegate*<{Kernels}Block<{_real}>*, double> {pass}Kernel() => {Root}CpuDevice.Instance.VectorWidth switch");
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
