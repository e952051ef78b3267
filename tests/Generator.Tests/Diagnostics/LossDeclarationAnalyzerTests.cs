using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

public sealed class LossDeclarationAnalyzerTests
{
    public static TheoryData<DiagnosticCase> Cases { get; } = [.. DiagnosticCases.All];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void BrokenRule_IsReportedAtTheMarkedText_AndNothingElseIs(DiagnosticCase @case)
    {
        MarkedSource source = MarkedSource.Parse(@case.Bad);
        CSharpCompilation compilation = TestCompilation.Create([source.Text], @case.LanguageVersion, @case.AllowUnsafe);

        IReadOnlyList<Diagnostic> diagnostics = AnalyzerRun.DiagnosticsOf(compilation);

        Assert.Equal(
            source.Spans.Select(span => $"{@case.Id} at {source.Text.Substring(span.Start, span.Length)} ({span})"),
            diagnostics.Select(diagnostic => $"{diagnostic.Id} at {TextAt(diagnostic)} ({diagnostic.Location.SourceSpan})"));
        Assert.All(diagnostics, diagnostic => Assert.DoesNotMatch(@"\{\d", diagnostic.GetMessage(null)));
        Assert.Equal(@case.CompilerErrors, string.Join(" ", TestCompilation.Errors(compilation).Select(error => error.Id)));
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void RepairedSource_HasNoDiagnostic_AndCompiles(DiagnosticCase @case)
    {
        CSharpCompilation compilation = TestCompilation.Create(@case.Good);

        Assert.Empty(AnalyzerRun.DiagnosticsOf(compilation));
        Assert.Empty(TestCompilation.Errors(compilation));
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void DeclarationWithAnError_HasNoSpec_AndOneWithoutHasOne(DiagnosticCase @case)
    {
        // A rule about the project is the pipeline's business, a second loss leaves the first one standing, and a warning stops nothing.
        bool stands = @case.Id is RuleIds.LanguageVersion or RuleIds.UnsafeBlocks or RuleIds.GpuPackage or RuleIds.SecondLoss or RuleIds.UnusedIgnoreIndex or RuleIds.IntegerDivision;
        CSharpCompilation bad = TestCompilation.Create([MarkedSource.Parse(@case.Bad).Text], @case.LanguageVersion, @case.AllowUnsafe);

        Assert.Equal(stands, SpecProbe.SpecsOf(bad).Count > 0);
        Assert.NotEmpty(SpecProbe.SpecsOf(TestCompilation.Create(@case.Good)));
    }

    [Fact]
    public void SeveralBrokenRules_AreAllReported()
    {
        IEnumerable<string> ids = AnalyzerRun.DiagnosticsOf(TestCompilation.Create(
            ["static class DigitLoss<T> { static void Forward() { } }".Insert(0, "[CrossEntropyLoss(0, LabelSmoothing = 2, Reduction = (Reduction)9)] ")],
            LanguageVersion.CSharp11,
            allowUnsafe: false)).Select(diagnostic => diagnostic.Id);

        Assert.Equal(
            [
                RuleIds.NotPartial, RuleIds.Generic, RuleIds.Static, RuleIds.LanguageVersion, RuleIds.UnsafeBlocks,
                RuleIds.ClassCount, RuleIds.LabelSmoothing, RuleIds.EnumValue, RuleIds.ReservedMember,
            ],
            ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MembersOfGeneratedParts_AreNotTheUsers()
    {
        CSharpCompilation compilation = TestCompilation.Create("[CrossEntropyLoss(10)] partial class DigitLoss;")
            .AddSyntaxTrees(TestCompilation.Parse("partial class DigitLoss { public static int ClassCount => 10; }", "generated/DigitLoss.g.cs"));

        Assert.Empty(AnalyzerRun.DiagnosticsOf(compilation));
    }

    [Fact]
    public void AttributeOnOnePart_IsReportedAtThatPart()
    {
        CSharpCompilation compilation = TestCompilation.Create("static partial class DigitLoss;", "[CrossEntropyLoss(10)] static partial class DigitLoss;");

        Diagnostic diagnostic = Assert.Single(AnalyzerRun.DiagnosticsOf(compilation));
        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree!.FilePath);
    }

    [Fact]
    public void Message_SaysWhatToWrite()
    {
        string Message(string source) => Assert.Single(AnalyzerRun.DiagnosticsOf(TestCompilation.Create(source))).GetMessage(null);

        Assert.Equal(
            "LabelSmoothing is 10; write a share from 0 to 1, for example LabelSmoothing = 0.1",
            Message("[CrossEntropyLoss(10, LabelSmoothing = 10)] partial class DigitLoss;"));
        Assert.Equal(
            "DType is 7, which is none of its values; write one of DType.Float32, DType.Float64, DType.Float16, DType.BFloat16",
            Message("[CrossEntropyLoss(10, DType = (DType)7)] partial class DigitLoss;"));
        Assert.Equal(
            "'1 / 10' is a division of integers and gives 0; write '1.0 / 10'",
            Message("[CrossEntropyLoss(10, LabelSmoothing = 1 / 10)] partial class DigitLoss;"));
        Assert.Equal(
            "'Outer' contains the loss class 'DigitLoss' but is not partial; write 'partial record struct Outer'",
            Message("record struct Outer { [CrossEntropyLoss(10)] partial class DigitLoss; }"));
    }

    [Theory]
    [InlineData("[CrossEntropyLoss(10, ZLoss = -1)]", "ZLoss is -1: it is negative; write a finite value of 0 or more")]
    [InlineData("[CrossEntropyLoss(10, LogitScale = -0.0)]", "LogitScale is -0: it is zero; write a finite value above 0")]
    [InlineData("[CrossEntropyLoss(10, PolyEpsilon = double.NaN)]", "PolyEpsilon is NaN: it is not finite; write a finite value")]
    [InlineData("[BCEWithLogitsLoss(PosWeight = 1e39)]", "PosWeight is 1E+39: it is infinite in Float32; write a value that Float32 can hold, or declare DType = DType.Float64")]
    [InlineData("[CrossEntropyLoss(10, DType = DType.Float16, Softcap = 1e-50)]", "Softcap is 1E-50: it is zero in Float32; write a value that Float32 can hold, or declare DType = DType.Float64")]
    [InlineData("[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, FocalGamma = 2)]",
        "FocalGamma is about the sample's own class, which targets that are class probabilities do not name; remove FocalGamma, or declare Target = TargetKind.ClassIndices")]
    [InlineData("[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, Outputs = LossOutputs.Hits)]",
        "LossOutputs.Hits is about the sample's own class, which targets that are class probabilities do not name; remove LossOutputs.Hits, or declare Target = TargetKind.ClassIndices")]
    [InlineData("[CrossEntropyLoss(10, Reduction = Reduction.None, Outputs = LossOutputs.Losses)]", "Reduction.None writes the losses already; remove LossOutputs.Losses")]
    [InlineData("[MSELoss(Reduction = Reduction.BatchMean)]", "Reduction.BatchMean is the mean of a [KLDivLoss] over its batch, and of no other loss; write Reduction = Reduction.Mean")]
    [InlineData("[BCEWithLogitsLoss(PosWeight = 2, PosWeightsPerCall = true)]", "PosWeight gives the weight here and PosWeightsPerCall asks for weights at each call; remove one of the two")]
    [InlineData("[MSELoss, BCELoss]", "'SomeLoss' already declares a loss with [MSELoss]; declare this one on a class of its own")]
    [InlineData("[MSELoss(Reduction = (Reduction)7)]", "Reduction is 7, which is none of its values; write one of Reduction.None, Reduction.Sum, Reduction.Mean")]
    [InlineData("[CrossEntropyLoss(10, Outputs = (LossOutputs)32)]",
        "Outputs is 32, which is none of its values; write one of LossOutputs.None, LossOutputs.Losses, LossOutputs.LogSumExp, LossOutputs.Hits, LossOutputs.Entropy, or several of them joined by |")]
    public void MessageAboutAnOption_NamesItItsValueAndTheRemedy(string attribute, string message) =>
        Assert.Equal(message, Assert.Single(AnalyzerRun.DiagnosticsOf(TestCompilation.Create(attribute + " partial class SomeLoss;"))).GetMessage(null));

    [Fact]
    public void Analyzers_CoverEveryDescriptorOnce()
    {
        IEnumerable<string> supported = AnalyzerRun.Analyzers.SelectMany((DiagnosticAnalyzer analyzer) => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id);

        Assert.Equal(Generator.Diagnostics.Descriptors.All.Select(descriptor => descriptor.Id), supported.Order(StringComparer.Ordinal));
    }

    private static string TextAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
