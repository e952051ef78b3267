using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Tests.Algorithm;

namespace Gen.CrossEntropy.Generator.Tests.Plan;

public sealed class ScheduleTests
{
    private static readonly Dictionary<string, LossSpec> Declared = new()
    {
        ["plain"] = Specs.Of(10),
        ["smoothed"] = Specs.Of(10).Smoothed(0.1),
        ["weighted, smoothed"] = Specs.Of(10).WeightedPerCall().Smoothed(0.1),
        ["probabilities"] = Specs.Of(10).Probabilities(),
        ["none"] = Specs.Of(10).Unreduced(),
    };

    public static TheoryData<string> Names => [.. Declared.Keys];

    [Theory]
    [InlineData("plain", Pass.Forward, "m ; ", "s ; logs l")]
    [InlineData("plain", Pass.Backward, "m ; ", "s ; a", "dx")]
    [InlineData("plain", Pass.ForwardBackward, "m ; ", "s ; logs l a", "dx")]
    [InlineData("smoothed", Pass.Forward, "m ; ", "s h ; logs l")]
    [InlineData("smoothed", Pass.ForwardBackward, " ; k b", "m ; ", "s h ; logs l a", "dx")]
    [InlineData("weighted, smoothed", Pass.Backward, " ; k b", "m ; ", "s ; a", "dx")]
    [InlineData("probabilities", Pass.Forward, "m ; ", "s Q h ; logs l")]
    [InlineData("probabilities", Pass.ForwardBackward, "m ; ", "s Q h ; logs l a", "dx")]
    public void Walks_AreAsFewAsTheDependenciesAllow(string name, object pass, params string[] stages) =>
        Assert.Equal(stages, Schedule.Of(RowPrograms.Build(Declared[name], (Pass)pass)).Stages.Select(Text));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryValue_IsComputedBeforeItIsUsed_AndNotInTheSameWalk(string name)
    {
        foreach (Pass pass in RowPrograms.PassesOf(Declared[name]))
        {
            HashSet<string> known = [];
            foreach (Stage stage in Schedule.Of(RowPrograms.Build(Declared[name], pass)).Stages)
            {
                IEnumerable<Step> walk = stage.Map is null ? stage.Reductions : [.. stage.Reductions, stage.Map];
                Assert.All(walk.SelectMany(step => step.Uses), use => Assert.Contains(use, known));
                known.UnionWith(stage.Reductions.Select(reduce => reduce.Name));
                foreach (Step step in stage.After)
                {
                    Assert.All(step.Uses, use => Assert.Contains(use, known));
                    known.UnionWith(step.Defines);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryStep_IsScheduledOnce(string name)
    {
        foreach (Pass pass in RowPrograms.PassesOf(Declared[name]))
        {
            RowProgram program = RowPrograms.Build(Declared[name], pass);
            IReadOnlyList<Stage> stages = Schedule.Of(program).Stages;

            Assert.Equal(Names(program.Steps), Names(stages.SelectMany(stage => stage.After)));
            Assert.Equal(program.Outputs.Count(), stages.SelectMany(stage => stage.After).OfType<Store>().Count());
            Assert.Equal(program.Map is not null ? 1 : 0, stages.Count(stage => stage.Map is not null));
            Assert.Equal(program.Steps.OfType<Reduce>().Count() + (2 * program.Steps.OfType<LogSumExp>().Count()), stages.Sum(stage => stage.Reductions.Count));
        }

        static IEnumerable<string> Names(IEnumerable<Step> steps) => steps.OfType<Let>().Select(let => let.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Exponentials_AreSharedByTheWalksThatUseThem()
    {
        Function shared = Assert.Single(Schedule.Of(RowPrograms.Build(Declared["plain"], Pass.ForwardBackward)).SharedFunctions);

        Assert.Equal("exp(x[c] - m)", FormulaPrinter.Print(shared));
        Assert.Empty(Schedule.Of(RowPrograms.Build(Declared["plain"], Pass.Forward)).SharedFunctions);
    }

    [Fact]
    public void ExponentialUsedTwiceInOneWalk_IsNotShared()
    {
        Expr exp = new Exp(new Input(LossInput.Prediction));
        RowProgram program = new([new Reduce("s", ReduceOp.Sum, exp), new Reduce("h", ReduceOp.Sum, exp * new Input(LossInput.ClassWeight)), new Store(SampleOutput.Loss, new Value("s") + new Value("h"))]);

        Assert.Single(Schedule.Of(program).Stages, stage => stage.Reductions.Count == 2);
        Assert.Empty(Schedule.Of(program).SharedFunctions);
    }

    private static string Text(Stage stage) => stage.Map is not null && stage.Reductions.Count + stage.After.Count == 0
        ? "dx"
        : $"{string.Join(' ', stage.Reductions.Select(reduce => reduce.Name))} ; {string.Join(' ', stage.After.Select(step => step is Let let ? let.Name : "l"))}";
}
