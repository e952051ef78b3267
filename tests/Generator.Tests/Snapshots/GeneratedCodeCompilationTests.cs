using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>
/// Everything that is generated compiles in C# 12 without a word from the compiler: highest warning level, nullable, documentation comments checked.
/// On .NET 8's reference assemblies too, which have none of the APIs that came later.
/// </summary>
public sealed class GeneratedCodeCompilationTests
{
    public static TheoryData<SnapshotCase> Cases => [.. SnapshotCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Snapshot_CompilesOnThisPlatform(SnapshotCase snapshot) => Compile(snapshot.Compilation);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Snapshot_CompilesOnNet8(SnapshotCase snapshot) => Compile(TestCompilation.Create(snapshot.Source).WithReferences(Platforms.Net8));

    [Fact]
    public void EveryPairOfOptions_CompilesOnNet8()
    {
        int[] classCounts = [1, 2, 3, 4, 7, 16, 23, 33, 65, 200, 1000, 50257];
        string[] dtypes = ["Float32", "Float64"], targets = ["ClassIndices", "ClassProbabilities"], reductions = ["None", "Sum", "Mean"];
        List<string> sources = [];
        for (int i = 0; i < 24; i++)
        {
            int classes = classCounts[i * 5 % classCounts.Length];
            string weights = (i / 3 % 3) switch
            {
                0 => "",
                1 when classes <= 40 => $", ClassWeights = new double[] {{ {string.Join(", ", Enumerable.Range(0, classes).Select(c => c % 3 / 2.0 + 0.5))} }}",
                _ => ", ClassWeightsPerCall = true",
            };
            string smoothing = i / 2 % 2 == 0 ? "" : ", LabelSmoothing = 0.1";
            sources.Add(
                $$"""
                /// <summary>Loss {{i}}.</summary>
                [CrossEntropyLoss({{classes}}, DType = DType.{{dtypes[i % 2]}}, Target = TargetKind.{{targets[i / 4 % 2]}}, Reduction = Reduction.{{reductions[i % 3]}}{{weights}}{{smoothing}})]
                public sealed partial class Loss{{i}};
                """);
        }

        CSharpCompilation output = Compile(TestCompilation.Create([.. sources]).WithReferences(Platforms.Net8));
        Assert.Equal(sources.Count, output.GetSymbolsWithName(name => name.StartsWith("Loss", StringComparison.Ordinal), SymbolFilter.Type)
            .OfType<INamedTypeSymbol>().Count(type => type.AllInterfaces.Length > 0));
    }

    [Fact]
    public void EveryLossOfTheFamily_CompilesOnNet8()
    {
        string[] dtypes = ["Float32", "Float64", "Float16", "BFloat16"];
        string[] attributes =
        [
            "NLLLoss({0}, DType = DType.{1}, ClassWeightsPerCall = true)",
            "Softmax({0}, DType = DType.{1})",
            "LogSoftmax({0}, DType = DType.{1})",
            "Entropy({0}, PredictionKind.Logits, DType = DType.{1}, Reduction = Reduction.None)",
            "Entropy({0}, PredictionKind.Probabilities, DType = DType.{1})",
            "BCELoss(DType = DType.{1}, WeightsPerCall = true)",
            "BCEWithLogitsLoss(DType = DType.{1}, PosWeight = 2.5)",
            "BCEWithLogitsLoss(DType = DType.{1}, WeightsPerCall = true, PosWeightsPerCall = true, Reduction = Reduction.None)",
            "KLDivLoss(DType = DType.{1}, Reduction = Reduction.BatchMean)",
            "KLDivLoss(DType = DType.{1}, LogTarget = true, Reduction = Reduction.None)",
            "MSELoss(DType = DType.{1})",
            "CrossEntropyLoss({0}, DType = DType.{1}, Softcap = 20, FocalGamma = 0.5, PolyEpsilon = 1, ZLoss = 0.001, Outputs = (LossOutputs)15)",
        ];
        int[] classCounts = [1, 5, 40, 100, 300];
        string[] sources = [.. attributes.SelectMany((attribute, i) => dtypes.Select((dtype, k) =>
            $"/// <summary>Loss {i}.</summary>\n[{string.Format(System.Globalization.CultureInfo.InvariantCulture, attribute, classCounts[(i + k) % classCounts.Length], dtype)}]\npublic sealed partial class Loss{i}{dtype};"))];

        CSharpCompilation output = Compile(TestCompilation.Create(sources).WithReferences(Platforms.Net8));
        Assert.Equal(sources.Length, output.GetSymbolsWithName("Forward").OfType<IMethodSymbol>().Select(method => method.ContainingType).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Count(type => type.Name.StartsWith("Loss", StringComparison.Ordinal)));
    }

    [Fact]
    public void References_AreNet8_WithTheRuntimesOwnBuildForIt()
    {
        Assert.Contains(Platforms.Net8, reference => Path.GetFileName(reference.Display) == "Gen.CrossEntropy.dll" && reference.Display!.Contains("net8.0", StringComparison.Ordinal));

        // Came with .NET 9: if this compiles, the references are not what they should be.
        CSharpCompilation compilation = TestCompilation.Create("static class C { static object F(System.Runtime.Intrinsics.Vector512<float> v) => System.Runtime.Intrinsics.Vector512.Exp(v); }")
            .WithReferences(Platforms.Net8);
        Assert.Equal("CS0117", Assert.Single(TestCompilation.Errors(compilation)).Id);
    }

    [Fact]
    public void Complaints_AreHeard()
    {
        Assert.NotEmpty(Platforms.Complaints(TestCompilation.Create("public class Undocumented;")));
        Assert.NotEmpty(Platforms.Complaints(TestCompilation.Create("/// <summary>.</summary>\npublic class C { /// <summary>.</summary>\n /// <param name=\"y\">.</param>\n public void M(int x) { } }")));
        Assert.NotEmpty(Platforms.Complaints(TestCompilation.Create("class C { string s; }")));
    }

    private static CSharpCompilation Compile(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorRun.Of(compilation);
        Assert.NotEmpty(run.Files);
        Platforms.AssertSilent(run.Output);
        return run.Output;
    }
}
