using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>What the sweeps meet: a change of thresholds must not leave kernels untested.</summary>
public sealed class CoverageTests
{
    private static readonly Func<Declaration, object>[] Options =
    [
        d => d.ClassWeightsPerCall ? "per call" : d.ClassWeights is null ? "no weights" : "constants",
        d => d.LabelSmoothing,
        d => d.Target,
        d => d.IsUnreduced,
    ];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryPairOfOptions_IsMet_InEveryRegime(VectorWidth width, DType dtype)
    {
        Declaration[] declarations = [.. ClassCountTests.Declarations(dtype), .. OptionMatrixTests.Declarations(dtype)];
        foreach (SampleLayout layout in Enum.GetValues<SampleLayout>())
        {
            foreach (IGrouping<Regime, Declaration> regime in declarations.GroupBy(d => KernelPlanner.Plan(Specs.Of(d), (Generator.Plan.VectorWidth)(int)width, layout).Regime))
            {
                for (int a = 0; a < Options.Length; a++)
                {
                    for (int b = 0; b < a; b++)
                    {
                        int possible = Values(declarations, a).Count * Values(declarations, b).Count;
                        int met = regime.Select(d => (Options[a](d), Options[b](d))).Distinct().Count();
                        Assert.True(met == possible, $"{layout}, {regime.Key}: options {a} and {b} meet in {met} of {possible} pairs, over {regime.Count()} declarations.");
                    }
                }
            }
        }

        static HashSet<object> Values(Declaration[] declarations, int option) => [.. declarations.Select(Options[option])];
    }
}
