using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>
/// Prints the interfaces that a loss implements, one for each type of target. They are implemented explicitly, since they have a parameter for class weights whether or not the loss takes any.
/// </summary>
internal sealed class InterfacePrinter(LossSpec spec, SourceWriter writer)
{
    private const string Root = "global::Gen.CrossEntropy.";
    private const string Kernels = Root + "Kernels.";

    private readonly string _element = spec.DType == DType.Float32 ? "float" : "double";

    public IEnumerable<string> Interfaces => Parameters.TargetTypes(spec).Select(Interface);

    private bool Reduced => spec.Reduction != Reduction.None;

    public void Print()
    {
        foreach (string target in Parameters.TargetTypes(spec))
        {
            if (target != Parameters.TargetTypes(spec)[0])
            {
                writer.Line();
            }

            PrintInterface(target);
        }
    }

    private string Interface(string target) => $"{Root}{(Reduced ? "IReducedLoss" : "IUnreducedLoss")}<{_element}, {target}>";

    private string ResultOf(Pass pass) => Parameters.ResultOf(spec, pass);

    private void PrintInterface(string target)
    {
        writer.Line($"static bool {Interface(target)}.ClassWeightsPerCall => {(spec.Weights == WeightKind.PerCall ? "true" : "false")};");
        if (Reduced)
        {
            writer.Line();
            writer.Line($"static {Root}Reduction {Interface(target)}.Reduction => {Root}Reduction.{spec.Reduction};");
        }

        foreach (Pass pass in PassNames.All)
        {
            IReadOnlyList<Parameter> parameters = Parameters.Of(spec, pass);
            foreach (bool buffers in (bool[])[false, true])
            {
                Parameter[] own = parameters.Where(p => !buffers || p.Name != "positions").ToArray();
                string list = string.Join(", ", own.Where(p => p.Name != "classWeights").Select(p =>
                    $"{(buffers ? p.BufferType(_element, target) : p.SpanType(_element, target))} {p.Name}"));
                string weights = buffers ? $"{Root}TensorBuffer<{_element}>? classWeights" : $"global::System.ReadOnlySpan<{_element}> classWeights";
                writer.Line();
                writer.Open($"static {ResultOf(pass)} {Interface(target)}.{pass}({list}, {weights})");
                if (spec.Weights != WeightKind.PerCall)
                {
                    writer.Line($"{Kernels}ClassWeightContract.Refuse(classWeights);");
                }

                string arguments = string.Join(", ", own.Select(p =>
                    p.Name == "classWeights" && buffers ? $"{Kernels}ClassWeightContract.Require(classWeights)" : p.Name));
                writer.Line($"{(ResultOf(pass) == "void" ? "" : "return ")}{pass}({arguments});");
                writer.Close();
            }
        }
    }
}
