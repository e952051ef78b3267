namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>The names of the members that the generator adds to a loss class. The user's own members must not have them: extend this table when a printer adds one.</summary>
internal static class GeneratedMembers
{
    /// <summary>The public members, and the accessors that the compiler makes of them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Forward",
        "Backward",
        "ForwardBackward",
        "ClassCount",
        "get_ClassCount",
        "DeclaredCall",
        "DeclaredClassWeights",
        "get_DeclaredClassWeights",
    ];

    /// <summary>What the private entries begin with: one entry for each pass and vector width.</summary>
    public static IReadOnlyList<string> Prefixes { get; } =
    [
        "ForwardVector",
        "ForwardScalar",
        "ForwardSpans",
        "ForwardBuffers",
        "ForwardKernel",
        "BackwardVector",
        "BackwardScalar",
        "BackwardSpans",
        "BackwardBuffers",
        "BackwardKernel",
        "ForwardBackwardVector",
        "ForwardBackwardScalar",
        "ForwardBackwardSpans",
        "ForwardBackwardBuffers",
        "ForwardBackwardKernel",
    ];

    /// <summary>Whether a member of this name collides, or may collide, with a generated one.</summary>
    public static bool Reserve(string name) =>
        Names.Contains(name, StringComparer.Ordinal) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
