using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>Passes in words.</summary>
internal static class PassNames
{
    public static string Title(LossSpec spec, Pass pass) => (spec.Kind, pass) switch
    {
        (LossKind.Softmax, Pass.Forward) => "The softmax",
        (LossKind.LogSoftmax, Pass.Forward) => "The log-softmax",
        (_, Pass.Forward) => "The loss",
        (_, Pass.Backward) => "The gradient",
        (_, Pass.ForwardBackward) => "Loss and gradient",
        _ => throw new NotSupportedException($"No title for {pass}."),
    };
}
