using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

/// <summary>GPU text is there exactly where Gen.CrossEntropy.Ilgpu is.</summary>
public sealed class GpuFilesTests
{
    private const string Registration = "Gen.CrossEntropy.Generated.IlgpuRegistration.g.cs";

    private static readonly CSharpCompilation Declared = TestCompilation.Create("[CrossEntropyLoss(10)] public partial class DigitLoss;", "[MSELoss] public partial class PriceLoss;", "class Program { static void Main() { } }");

    [Fact]
    public void WithoutThePackage_NoFileSaysAnythingOfGpus() =>
        Assert.All(Files(Declared, OutputKind.ConsoleApplication), file => Assert.DoesNotMatch("(?i)gpu", file.HintName + file.Text));

    [Fact]
    public void WithThePackage_EachLossHasOneFileMore_AndKernelsOfTheCpuStayAsTheyAre()
    {
        Dictionary<string, string> lean = Files(Declared, OutputKind.DynamicallyLinkedLibrary).ToDictionary(file => file.HintName, file => file.Text);
        Dictionary<string, string> full = Files(Declared.AddReferences(TestCompilation.GpuReferences), OutputKind.DynamicallyLinkedLibrary).ToDictionary(file => file.HintName, file => file.Text);

        Assert.Equal(["DigitLoss.Ilgpu.g.cs", "PriceLoss.Ilgpu.g.cs"], full.Keys.Except(lean.Keys).Order(StringComparer.Ordinal));
        Assert.Equal(["DigitLoss.g.cs", "PriceLoss.g.cs"], lean.Where(file => full[file.Key] != file.Value).Select(file => file.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WithThePackage_CallsWithoutANumber_SayThatTheyMayRefuseLater()
    {
        string text = Files(Declared.AddReferences(TestCompilation.GpuReferences), OutputKind.DynamicallyLinkedLibrary).Single(file => file.HintName == "DigitLoss.g.cs").Text;
        string[] lines = text.Split('\n');
        string[] documented = [.. lines.Where((_, i) => i > 0 && lines[i - 1].Contains("returns before it is done", StringComparison.Ordinal))];

        Assert.Equal(3, documented.Length);
        Assert.All(documented, line => Assert.Contains("void Backward(global::Gen.CrossEntropy.TensorBuffer<float>", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OutputKind.ConsoleApplication, true)]
    [InlineData(OutputKind.WindowsApplication, true)]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, false)]
    public void Executables_RegisterTheDevices(OutputKind kind, bool registers)
    {
        CSharpCompilation compilation = Declared.AddReferences(TestCompilation.GpuReferences);

        Assert.Equal(registers, Files(compilation, kind).Any(file => file.HintName == Registration));
        Assert.Empty(TestCompilation.Errors(GeneratorRun.Of(compilation.WithOptions(compilation.Options.WithOutputKind(kind))).Output));
    }

    [Fact]
    public void LossThatMustHaveGpuKernels_IsRefusedWithoutThePackageAlone()
    {
        CSharpCompilation asks = TestCompilation.Create("[CrossEntropyLoss(10, Gpu = true)] public partial class DigitLoss;");

        Assert.Equal([RuleIds.GpuPackage], AnalyzerRun.DiagnosticsOf(asks).Select(diagnostic => diagnostic.Id));
        Assert.Empty(AnalyzerRun.DiagnosticsOf(asks.AddReferences(TestCompilation.GpuReferences)));
    }

    private static IReadOnlyList<SourceFile> Files(CSharpCompilation compilation, OutputKind kind) => GeneratorRun.Of(compilation.WithOptions(compilation.Options.WithOutputKind(kind))).Files;
}
