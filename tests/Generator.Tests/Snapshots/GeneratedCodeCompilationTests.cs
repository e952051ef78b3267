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
    public void Snapshot_CompilesOnThisPlatform(SnapshotCase snapshot) => Compile(TestCompilation.Create(snapshot.Source));

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
