using System.Collections.Immutable;
using Gen.CrossEntropy.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>A compilation → what the generator makes of it, with the reasons why each step of the pipeline was run.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation compilation)
    {
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Output = (CSharpCompilation)output;
        Result = _driver.GetRunResult().Results.Single();
        if (Result.Exception is not null)
        {
            throw new InvalidOperationException("The generator threw.", Result.Exception);
        }

        Assert.Empty(diagnostics);
    }

    /// <summary>The compilation with the generated files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The generator's own result.</summary>
    public GeneratorRunResult Result { get; }

    /// <summary>The generated files, in the order in which they were added.</summary>
    public IReadOnlyList<SourceFile> Files => [.. Result.GeneratedSources.Select(source => new SourceFile(source.HintName, source.SourceText.ToString()))];

    /// <summary>
    /// The first run of a new driver. An exception of the generator is thrown here. A driver that tracks steps loses, in some runs after an item moved to another place, what a Combine yields for it
    /// (Roslyn 4.8 keeps a placeholder for a removed input and then counts it); the drivers of compilers and editors do not track, and tests that need no steps should not either.
    /// </summary>
    public static GeneratorRun Of(CSharpCompilation compilation, bool trackSteps = true) => new(
        CSharpGeneratorDriver.Create(
            [new CrossEntropyGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: trackSteps)),
        compilation);

    /// <summary>The next run of the same driver, over a changed compilation.</summary>
    public GeneratorRun Then(CSharpCompilation changed) => new(_driver, changed);

    /// <summary>The text of one file.</summary>
    public string Text(string hintName) => Files.Single(file => file.HintName == hintName).Text;
}
