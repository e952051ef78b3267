using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gen.CrossEntropy;
using Gen.CrossEntropy.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generation;

/// <summary>The generator alone, in a warm compiler: from a compilation to the text of all files of one loss.</summary>
[MemoryDiagnoser]
[Config(typeof(Config))]
public class GeneratorBenchmarks
{
    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _edited = null!;
    private GeneratorDriver _fresh = null!;
    private GeneratorDriver _warm = null!;

    /// <summary>C: 10 has a lane per sample, 100 a row in registers, 1000 rolled loops.</summary>
    [Params(10, 100, 1000)]
    public int ClassCount { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp12);
        SyntaxTree loss = CSharpSyntaxTree.ParseText($"[Gen.CrossEntropy.CrossEntropyLoss({ClassCount}, LabelSmoothing = 0.1)] public partial class Loss;", parse);
        SyntaxTree other = CSharpSyntaxTree.ParseText("class Other { int F() => 1; }", parse);
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Append(typeof(CrossEntropyLossAttribute).Assembly.Location)
            .Distinct()
            .Select(file => MetadataReference.CreateFromFile(file));
        _compilation = CSharpCompilation.Create("Benchmark", [loss, other], references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        _edited = _compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int F() => 2; }", parse));
        _fresh = CSharpGeneratorDriver.Create([new CrossEntropyGenerator().AsSourceGenerator()], parseOptions: parse);
        _warm = _fresh.RunGenerators(_compilation);
        if (_warm.GetRunResult() is not { Diagnostics.IsEmpty: true, GeneratedTrees.Length: 6 })
        {
            throw new InvalidOperationException("The loss was not generated.");
        }
    }

    /// <summary>A declaration that the compiler has not seen: reading, checking, planning and printing all six files.</summary>
    [Benchmark]
    public GeneratorDriver NewDeclaration() => _fresh.RunGenerators(_compilation);

    /// <summary>An edit elsewhere: everything comes from the cache.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _warm.RunGenerators(_edited);

    private sealed class Config : BenchmarkDotNet.Configs.ManualConfig
    {
        // In process: a generated benchmark project would not find central package versions.
        public Config() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
