using System.Text;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// The static members of a declared class, as members of an object. The class that implements this is written as text and compiled together with the declared one, so that every member is called by
/// its name and with its own parameters, as users write it.
/// </summary>
/// <typeparam name="T">The element type of what has an element per logit.</typeparam>
/// <typeparam name="TReal">The type of results.</typeparam>
/// <typeparam name="TSample">The element type of losses and upstream gradients.</typeparam>
/// <typeparam name="TTarget">The element type of the targets.</typeparam>
public interface IDeclaredCalls<T, TReal, TSample, TTarget>
    where T : unmanaged
    where TReal : unmanaged
    where TSample : unmanaged
    where TTarget : unmanaged
{
    /// <summary>Calls Forward with spans; the default where that returns nothing.</summary>
    TReal Forward(in SpanArguments<T, TReal, TSample, TTarget> a);

    /// <summary>Calls Backward with spans.</summary>
    TReal Backward(in SpanArguments<T, TReal, TSample, TTarget> a);

    /// <summary>Calls ForwardBackward with spans.</summary>
    TReal ForwardBackward(in SpanArguments<T, TReal, TSample, TTarget> a);

    /// <summary>Calls Forward with buffers.</summary>
    TReal Forward(BufferArguments<T, TReal, TSample, TTarget> a);

    /// <summary>Calls Backward with buffers.</summary>
    TReal Backward(BufferArguments<T, TReal, TSample, TTarget> a);

    /// <summary>Calls ForwardBackward with buffers.</summary>
    TReal ForwardBackward(BufferArguments<T, TReal, TSample, TTarget> a);
}

/// <summary>The text of the class that calls a declared one.</summary>
internal static class DeclaredCallsText
{
    /// <summary>What the name of the calling class ends in, behind that of the declared one.</summary>
    public const string Suffix = "Calls";

    /// <summary>The source file.</summary>
    public static string Of(Declaration declaration, string containingNamespace, string name)
    {
        string element = ElementName(declaration.DType), real = RealName(declaration.DType);
        string sample = declaration.IsElementwise || declaration.IsMap ? element : real;
        string[] types = [.. (declaration.TakesIndices ? ["int", "long", "byte"] : new[] { element }).Select(target => $"{element}, {real}, {sample}, {target}")];
        StringBuilder text = new();
        _ = text.Append($"using System;\nusing Gen.CrossEntropy.Testing;\n\nnamespace {containingNamespace};\n\npublic sealed class {name}{Suffix} : ")
            .AppendJoin(", ", types.Select(t => $"IDeclaredCalls<{t}>")).Append("\n{\n");
        foreach (string t in types)
        {
            foreach ((string parameter, bool spans) in new[] { ($"in SpanArguments<{t}>", true), ($"BufferArguments<{t}>", false) })
            {
                Append("Forward", returns: !declaration.IsUnreduced && !declaration.IsMap, Forward(declaration, spans));
                Append("Backward", returns: false, Backward(declaration, spans));
                Append("ForwardBackward", returns: !declaration.IsUnreduced, declaration.IsMap ? null : ForwardBackward(declaration, spans));

                void Append(string pass, bool returns, IEnumerable<string>? arguments)
                {
                    string call = arguments is null ? "" : $"{name}.{pass}({string.Join(", ", arguments)})";
                    string body = arguments is null ? "throw new NotSupportedException();" : returns ? $"return {call};" : $"{call}; return default;";
                    _ = text.Append($"    public {real} {pass}({parameter} a) {{ {body} }}\n");
                }
            }
        }

        return text.Append("}\n").ToString();
    }

    private static IEnumerable<string> Forward(Declaration d, bool spans) =>
        d.IsMap ? ["a.Input", "a.Losses", .. Layout(d, spans)] : [.. Inputs(d, spans), .. Losses(d), .. Outputs(d), .. Layout(d, spans), .. Divisor(d)];

    private static IEnumerable<string> Backward(Declaration d, bool spans) =>
        d.IsMap ? ["a.Input", "a.Upstreams", "a.Gradient", .. Layout(d, spans)]
        : [.. Inputs(d, spans), d.IsUnreduced ? "a.Upstreams" : "a.Upstream", "a.Gradient", .. Layout(d, spans), .. Divisor(d)];

    private static IEnumerable<string> ForwardBackward(Declaration d, bool spans) => d.IsUnreduced
        ? [.. Inputs(d, spans), "a.Upstreams", .. Losses(d), "a.Gradient", .. Outputs(d), .. Layout(d, spans)]
        : [.. Inputs(d, spans), "a.Gradient", .. Losses(d), .. Outputs(d), "a.Upstream", .. Layout(d, spans), .. Divisor(d)];

    private static IEnumerable<string> Inputs(Declaration d, bool spans) => Given(
        (true, "a.Input"),
        (d.TakesIndices || d.TakesDenseTargets, "a.Targets"),
        (d.ClassWeightsPerCall, "a.ClassWeights"),
        (d.WeightsPerCall, "a.Weights"),
        (d.PosWeightsPerCall, "a.PosWeights"),
        (d.Reduction == Reduction.BatchMean && spans, "a.BatchSize"));

    private static IEnumerable<string> Losses(Declaration d) => Given((d.IsUnreduced || d.Outputs.HasFlag(LossOutputs.Losses), "a.Losses"));

    private static IEnumerable<string> Outputs(Declaration d) => Given(
        (d.Outputs.HasFlag(LossOutputs.LogSumExp), "a.LogSumExps"), (d.Outputs.HasFlag(LossOutputs.Hits), "a.Hits"), (d.Outputs.HasFlag(LossOutputs.Entropy), "a.Entropies"));

    private static IEnumerable<string> Layout(Declaration d, bool spans) => Given((spans && (!d.IsElementwise || d.WeightsPerCall || d.PosWeightsPerCall), "positions: a.Positions"));

    private static IEnumerable<string> Divisor(Declaration d) => Given((!d.IsUnreduced, "divisor: a.Divisor"));

    private static IEnumerable<string> Given(params (bool IsGiven, string Argument)[] arguments) => arguments.Where(a => a.IsGiven).Select(a => a.Argument);

    private static string ElementName(DType dtype) => dtype switch
    {
        DType.Float32 => "float",
        DType.Float64 => "double",
        DType.Float16 => "System.Half",
        DType.BFloat16 => "Gen.CrossEntropy.BFloat16",
        _ => throw new NotSupportedException($"No type for {dtype}."),
    };

    private static string RealName(DType dtype) => dtype == DType.Float64 ? "double" : "float";
}
