using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>Passes in words.</summary>
internal static class PassNames
{
    public static readonly IReadOnlyList<Pass> All = [Pass.Forward, Pass.Backward, Pass.ForwardBackward];

    public static string Title(Pass pass) => pass switch
    {
        Pass.Forward => "The loss",
        Pass.Backward => "The gradient",
        Pass.ForwardBackward => "Loss and gradient",
        _ => throw new NotSupportedException($"No title for {pass}."),
    };
}
