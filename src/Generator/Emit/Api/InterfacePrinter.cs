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

    private readonly string _element = Literal.TypeName(spec.DType);
    private readonly string _result = Literal.TypeName(spec.IsOfElements && spec.Reduction == Reduction.None ? spec.DType : spec.ComputeType);

    /// <summary>
    /// Whether the loss can be called through an interface. Those that take or give more than the interfaces know cannot: outputs, weights of elements, a batch size; nor can those without targets.
    /// </summary>
    public static bool Implements(LossSpec spec) => spec.Kind switch
    {
        LossKind.CrossEntropy or LossKind.NLL => spec.Outputs == LossOutputs.None,
        LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE =>
            spec.Weights == WeightKind.None && spec.PosWeights != WeightKind.PerCall && spec.Reduction != Reduction.BatchMean,
        _ => false,
    };

    public IEnumerable<string> Interfaces => Parameters.IndexTypes(spec).Select(Interface);

    private bool Reduced => spec.Reduction != Reduction.None;

    public void Print()
    {
        foreach (string target in Parameters.IndexTypes(spec))
        {
            writer.Line();
            PrintInterface(target);
        }
    }

    private string Interface(string target) => $"{Root}{(Reduced ? "IReducedLoss" : "IUnreducedLoss")}<{_element}, {_result}, {target}>";

    private string ResultOf(Pass pass) => Parameters.ResultOf(spec, pass);

    private void PrintInterface(string target)
    {
        writer.Line($"static bool {Interface(target)}.ClassWeightsPerCall => {(spec.Weights == WeightKind.PerCall ? "true" : "false")};");
        if (Reduced)
        {
            writer.Line();
            writer.Line($"static {Root}Reduction {Interface(target)}.Reduction => {Root}Reduction.{spec.Reduction};");
        }

        foreach (Pass pass in RowPrograms.PassesOf(spec))
        {
            foreach (bool buffers in (bool[])[false, true])
            {
                PrintMember(pass, buffers, target);
            }
        }
    }

    private void PrintMember(Pass pass, bool buffers, string target)
    {
        // The interface calls its parameters by the names of cross-entropy, and has positions also where there are no classes.
        bool elements = spec.IsOfElements;
        Parameter[] own = Parameters.Of(spec, pass).Where(p => !buffers || !p.ShapesSayIt).ToArray();
        List<string> list = own.Where(p => p.Name != "classWeights").Select(p => $"{(buffers ? p.BufferType(spec, target) : p.SpanType(spec, target))} {p.Name}").ToList();
        if (elements && !buffers)
        {
            list.Insert(Reduced ? list.Count - 1 : list.Count, "int positions");
        }

        string weights = buffers ? $"{Root}TensorBuffer<{_result}>? classWeights" : $"global::System.ReadOnlySpan<{_result}> classWeights";
        writer.Line();
        writer.Open($"static {ResultOf(pass)} {Interface(target)}.{pass}({string.Join(", ", list)}, {weights})");
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
