using System.Reflection;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>The steps of a run by their tracking names.</summary>
internal static class TrackingSteps
{
    /// <summary>Every name that the pipeline gives.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Why each output of a step is what it is.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Reasons(GeneratorRun run, string step) => [.. Outputs(run, step).Select(output => output.Reason)];

    /// <summary>What a step yielded, without what is gone.</summary>
    public static IReadOnlyList<object> Values(GeneratorRun run, string step) =>
        [.. Outputs(run, step).Where(output => output.Reason != IncrementalStepRunReason.Removed).Select(output => output.Value)];

    /// <summary>Why the files of each loss are what they are: an entry a loss.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> OutputReasons(GeneratorRun run) =>
        [.. run.Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(GeneratorRun run, string step) =>
        run.Result.TrackedSteps.TryGetValue(step, out var steps) ? steps.SelectMany(s => s.Outputs) : [];
}
