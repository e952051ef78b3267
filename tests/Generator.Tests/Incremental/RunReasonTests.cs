using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>What an edit makes the pipeline run again: no more than what it changed.</summary>
public sealed class RunReasonTests
{
    private const string Digits = "namespace A { [CrossEntropyLoss(10)] public partial class DigitLoss { public int Member => 1; } }";
    private const string Pets = "namespace B { [CrossEntropyLoss(3, LabelSmoothing = 0.1, ClassWeights = new[] { 1.0, 2, 3 })] public partial class PetLoss; }";
    private const string Other = "namespace C { public class Other { public int M() => 1; } }";
    private const int DigitsTree = 1, PetsTree = 2, OtherTree = 3;

    private readonly CSharpCompilation _before = TestCompilation.Create(Digits, Pets, Other);
    private readonly GeneratorRun _first;

    public RunReasonTests() => _first = GeneratorRun.Of(_before);

    [Fact]
    public void FirstRun_MakesEverything()
    {
        foreach (string step in TrackingSteps.Names)
        {
            Assert.All(TrackingSteps.Reasons(_first, step), reason => Assert.Equal(New, reason));
        }

        Assert.Equal([New, New], TrackingSteps.OutputReasons(_first));
        Assert.Equal(12, _first.Files.Count);
    }

    [Fact]
    public void SameCompilation_RunsNothing()
    {
        GeneratorRun run = _first.Then(_before);

        Assert.Equal([Cached, Cached], TrackingSteps.OutputReasons(run));
        AssertSameTexts(run);
    }

    [Theory]
    [InlineData(OtherTree, "M() => 1", "M() => 2")]
    [InlineData(OtherTree, "public class Other", "public partial class DigitLoss")]
    [InlineData(OtherTree, Other, "")]
    [InlineData(OtherTree, Other, "this is not C#")]
    [InlineData(DigitsTree, "namespace A", "// A comment.\nnamespace A")]
    [InlineData(DigitsTree, "(10)", "( /* ten */ 10 )")]
    [InlineData(DigitsTree, "[Cross", "\r\n\r\n\t[Cross")]
    [InlineData(DigitsTree, "Member => 1", "Member => 2")]
    [InlineData(DigitsTree, "public int Member => 1;", "private string Another() => null;")]
    [InlineData(DigitsTree, "public partial", "internal sealed partial")]
    [InlineData(DigitsTree, "(10)", "(5 + 5, LabelSmoothing = 0, IgnoreIndex = -100, Reduction = Reduction.Mean, LogitScale = 1, Softcap = 0, Outputs = LossOutputs.None)")]
    [InlineData(PetsTree, "0.1", "1.0 / 10")]
    [InlineData(PetsTree, "new[] { 1.0, 2, 3 }", "new double[] { 1, 4 / 2, 3 }")]
    [InlineData(PetsTree, "public", "/* moved */ public")]
    public void EditThatChangesNoDeclaration_WritesNothingAgain(int tree, string text, string changed)
    {
        GeneratorRun run = _first.Then(Edit(tree, text, changed));

        foreach (string step in TrackingSteps.Names)
        {
            Assert.All(TrackingSteps.Reasons(run, step), reason => Assert.True(reason is Cached or Unchanged, $"{step}: {reason}"));
        }

        Assert.Equal([Cached, Cached], TrackingSteps.OutputReasons(run));
        AssertSameTexts(run);
    }

    [Theory]
    [InlineData("(10)", "(11)")]
    [InlineData("(10)", "(10, LabelSmoothing = 0.1)")]
    [InlineData("(10)", "(10, DType = DType.Float64)")]
    [InlineData("(10)", "(10, Target = TargetKind.ClassProbabilities)")]
    [InlineData("(10)", "(10, Reduction = Reduction.None)")]
    [InlineData("(10)", "(10, IgnoreIndex = -1)")]
    [InlineData("(10)", "(10, ClassWeightsPerCall = true)")]
    [InlineData("(10)", "(10, ZLoss = 1e-4)")]
    [InlineData("(10)", "(10, Outputs = LossOutputs.Hits)")]
    [InlineData("class DigitLoss", "class NumberLoss")]
    [InlineData("namespace A", "namespace AA")]
    public void ChangedDeclaration_IsWrittenAgainAlone(string text, string changed)
    {
        GeneratorRun run = _first.Then(Edit(DigitsTree, text, changed));

        Assert.Equal([Modified, Cached], TrackingSteps.OutputReasons(run));
        Assert.Contains(Modified, TrackingSteps.Reasons(run, TrackingNames.Specs));
        Assert.Equal([Modified, Cached], TrackingSteps.Reasons(run, TrackingNames.Files));
        Assert.All(TrackingSteps.Reasons(run, TrackingNames.Facts), reason => Assert.True(reason is Cached or Unchanged));
        Assert.All(_first.Files.Where(file => file.HintName.Contains("PetLoss", StringComparison.Ordinal)), file => Assert.Equal(file.Text, run.Text(file.HintName)));
        Assert.NotEqual(_first.Files, run.Files);
    }

    [Fact]
    public void AddedLoss_LeavesTheOthersAsTheyAre()
    {
        GeneratorRun run = _first.Then(_before.AddSyntaxTrees(TestCompilation.Parse("[CrossEntropyLoss(5)] partial class NewLoss;", "New.cs")));

        Assert.Equal([Cached, Cached, New], TrackingSteps.OutputReasons(run));
        Assert.Equal(18, run.Files.Count);
        Assert.All(TrackingSteps.Reasons(run, TrackingNames.AmbiguousNames), reason => Assert.Equal(Unchanged, reason));
    }

    [Theory]
    [InlineData("namespace A0 { [MSELoss] partial class PriceLoss; }")]
    [InlineData("namespace A0 { [NLLLoss(5)] partial class NewLoss; } namespace A1 { [Softmax(3)] partial class Map; }")]
    public void AddedLossesOfOtherKinds_LeaveTheOthersAsTheyAre(string source)
    {
        GeneratorRun run = _first.Then(_before.RemoveAllSyntaxTrees().AddSyntaxTrees([TestCompilation.Parse(source, "New.cs"), .. _before.SyntaxTrees]));

        Assert.Equal([Cached, Cached], TrackingSteps.OutputReasons(run).Where(reason => reason != New));
        Assert.Contains(New, TrackingSteps.OutputReasons(run));
        Assert.All(TrackingSteps.Reasons(run, TrackingNames.AmbiguousNames), reason => Assert.Equal(Unchanged, reason));
        Assert.Superset(_first.Files.ToHashSet(), run.Files.ToHashSet());
    }

    [Fact]
    public void LossOfAnotherKind_TakesThePlaceOfTheOld()
    {
        GeneratorRun run = _first.Then(Edit(DigitsTree, "[CrossEntropyLoss(10)]", "[NLLLoss(10)]"));

        Assert.Contains(New, TrackingSteps.OutputReasons(run));
        Assert.Equal(_first.Files.Select(file => file.HintName).Order(StringComparer.Ordinal), run.Files.Select(file => file.HintName).Order(StringComparer.Ordinal));
        Assert.NotEqual(_first.Text("A.DigitLoss.g.cs"), run.Text("A.DigitLoss.g.cs"));
        Assert.Equal(_first.Files, run.Then(_before).Files);
    }

    [Theory]
    [InlineData("[CrossEntropyLoss(10), NLLLoss(10)]")]
    [InlineData("[NLLLoss(10), CrossEntropyLoss(10)]")]
    [InlineData("[CrossEntropyLoss(10)] [MSELoss] [Softmax(10)]")]
    public void TwoLossesOnAClass_HaveTheFilesOfTheFirst(string attributes)
    {
        GeneratorRun run = _first.Then(Edit(DigitsTree, "[CrossEntropyLoss(10)]", attributes));

        Assert.Equal(_first.Files.Select(file => file.HintName).Order(StringComparer.Ordinal), run.Files.Select(file => file.HintName).Order(StringComparer.Ordinal));
        Assert.Equal(attributes.StartsWith("[Cross", StringComparison.Ordinal), _first.Text("A.DigitLoss.g.cs") == run.Text("A.DigitLoss.g.cs"));
    }

    [Fact]
    public void NameThatDiffersOnlyInCaseFromALossOfAnotherKind_GivesBothAnotherFileName()
    {
        GeneratorRun run = _first.Then(_before.AddSyntaxTrees(TestCompilation.Parse("namespace A { [MSELoss] partial class digitloss; }", "New.cs")));

        Assert.Equal([Modified, Modified, New], TrackingSteps.OutputReasons(run));
        Assert.Equal(run.Files.Count, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(run.Files, file => file.HintName == "A.DigitLoss.g.cs");
    }

    [Fact]
    public void RemovedLoss_TakesItsFilesAlong()
    {
        GeneratorRun run = _first.Then(Edit(DigitsTree, "[CrossEntropyLoss(10)]", ""));

        // The driver compares by position, so the second loss may be printed again; its text is the same.
        Assert.Contains(Removed, TrackingSteps.OutputReasons(run));
        Assert.Equal(_first.Files.Where(file => file.HintName.Contains("PetLoss", StringComparison.Ordinal)), run.Files);
    }

    [Fact]
    public void LossThatBreaksARule_HasNoFilesUntilItIsMended()
    {
        GeneratorRun broken = _first.Then(Edit(DigitsTree, "(10)", "(-10)"));
        GeneratorRun mended = broken.Then(_before);

        Assert.Equal(6, broken.Files.Count);
        Assert.Equal([New, Cached], TrackingSteps.OutputReasons(mended));
        Assert.Equal(_first.Files, mended.Files);
    }

    [Fact]
    public void LossWhoseNameDiffersOnlyInCase_GivesBothAnotherFileName()
    {
        GeneratorRun run = _first.Then(_before.AddSyntaxTrees(TestCompilation.Parse("namespace A { [CrossEntropyLoss(5)] partial class digitloss; }", "New.cs")));

        Assert.Equal([Modified, Modified, New], TrackingSteps.OutputReasons(run));
        Assert.Equal(18, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(run.Files, file => file.HintName == "A.DigitLoss.g.cs");
    }

    [Fact]
    public void CompilationOptionsThatTheFactsDoNotHave_ChangeNothing()
    {
        CSharpCompilationOptions options = _before.Options
            .WithOptimizationLevel(OptimizationLevel.Release).WithOverflowChecks(true).WithNullableContextOptions(NullableContextOptions.Disable).WithModuleName("Other");
        GeneratorRun run = _first.Then(_before.WithOptions(options).WithAssemblyName("Renamed"));

        Assert.Equal([Unchanged], TrackingSteps.Reasons(run, TrackingNames.Facts));
        Assert.Equal([Cached, Cached], TrackingSteps.OutputReasons(run));
        AssertSameTexts(run);
    }

    [Fact]
    public void AnotherReference_ChangesNothing()
    {
        GeneratorRun run = _first.Then(_before.AddReferences(MetadataReference.CreateFromFile(typeof(RunReasonTests).Assembly.Location)));

        Assert.All(TrackingSteps.OutputReasons(run), reason => Assert.True(reason is Cached or Unchanged));
        AssertSameTexts(run);
    }

    [Fact]
    public void UnsafeTurnedOff_TakesEverythingAway_AndBackAgain()
    {
        GeneratorRun off = _first.Then(_before.WithOptions(_before.Options.WithAllowUnsafe(false)));
        GeneratorRun on = off.Then(_before);

        Assert.Equal([Modified], TrackingSteps.Reasons(off, TrackingNames.Facts));
        Assert.Empty(off.Files);
        Assert.Equal([Modified], TrackingSteps.Reasons(on, TrackingNames.Facts));
        Assert.Equal(_first.Files, on.Files);
    }

    [Fact]
    public void OlderLanguage_HasNoFiles()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create([Digits.Replace("=> 1", "=> 2", StringComparison.Ordinal)], LanguageVersion.CSharp11, allowUnsafe: true));

        Assert.Empty(run.Files);
        Assert.Single(TrackingSteps.Values(run, TrackingNames.Specs));
    }

    [Fact]
    public void NoLoss_NoFile()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Other));

        Assert.Empty(run.Files);
        Assert.Empty(TrackingSteps.OutputReasons(run));
    }

    private CSharpCompilation Edit(int tree, string text, string changed)
    {
        SyntaxTree old = _before.SyntaxTrees[tree];
        string source = old.ToString();
        Assert.Contains(text, source, StringComparison.Ordinal);
        return _before.ReplaceSyntaxTree(old, TestCompilation.Parse(source.Replace(text, changed, StringComparison.Ordinal), old.FilePath));
    }

    /// <summary>The very text objects of the first run: nothing was printed again, not even to the same text.</summary>
    private void AssertSameTexts(GeneratorRun run) =>
        Assert.All(run.Result.GeneratedSources.Zip(_first.Result.GeneratedSources), pair => Assert.Same(pair.Second.SourceText, pair.First.SourceText));
}
