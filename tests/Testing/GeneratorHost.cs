using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Testing;

/// <summary>Compiles source texts in this process with the project's generator and analyzers, as the compiler of a user would.</summary>
public static class GeneratorHost
{
    /// <summary>The assembly that holds the generator and the analyzers.</summary>
    private static readonly Assembly GeneratorAssembly = Assembly.Load("Gen.CrossEntropy.Generator");

    /// <summary>The framework of this process, the runtime library, and this assembly, whose interface the calling classes implement.</summary>
    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(FindReferences);

    private const string GpuLibrary = "Gen.CrossEntropy.Ilgpu";

    /// <summary>The device's library and what it is built on: ILGPU, or what stands in for it.</summary>
    private static readonly Lazy<ImmutableArray<PortableExecutableReference>> GpuReferences = new(() =>
    [
        .. Assembly.Load(GpuLibrary).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name is "ILGPU" or "Gen.CrossEntropy.Simulator").Append(GpuLibrary)
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name + ".dll"))),
    ]);

    private static int assemblies;

    /// <summary>
    /// Compiles the texts together: the analyzers look at all of them; those with an error are left out; the generator runs on the others; the result is loaded into a collectible context, which lives
    /// as long as a type of it is in use.
    /// </summary>
    /// <param name="sources">One file each.</param>
    /// <param name="languageVersion">Of these files and of the generated ones. The default is the oldest that generated code is for.</param>
    /// <param name="allowUnsafe">AllowUnsafeBlocks.</param>
    /// <param name="only">Where given, the bodies of the kernels of all other vector widths are dropped before they are compiled, which takes a third of the time; they throw.</param>
    /// <param name="gpu">Whether Gen.CrossEntropy.Ilgpu, which the process must have, is referenced. Then all CPU kernels are dropped, and nothing is unloaded: devices keep what they compiled.</param>
    /// <param name="companions">For each text, a file that uses what is generated for it. It is added after the generation, and left out with the text.</param>
    /// <param name="called">Where given, for each text what the names of its generated files begin with, and the layouts of its calls: the bodies of kernels for another layout are dropped likewise.</param>
    public static HostedCompilation Compile(
        IReadOnlyList<string> sources,
        LanguageVersion languageVersion = LanguageVersion.CSharp12,
        bool allowUnsafe = true,
        VectorWidth? only = null,
        IReadOnlyList<(string Path, string Text)>? companions = null,
        bool gpu = false,
        IReadOnlyList<(string Files, CalledLayouts Layouts)>? called = null)
    {
        string layouts = string.Join(' ', (called ?? []).Select(c => (int)c.Layouts));
        CompiledImages.Key key = new([.. sources, .. (companions ?? []).SelectMany(c => (string[])[c.Path, c.Text]), $"{languageVersion} {allowUnsafe} {layouts}", .. gpu ? GpuReferences.Value.Select(VersionOf) : []]);
        if (CompiledImages.Find(key, only) is { } known)
        {
            return new HostedCompilation([.. sources.Select(_ => ImmutableArray<Diagnostic>.Empty)], [], [], Load(new MemoryStream(known), gpu), null);
        }

        // Nullable analysis takes half of the time of a compilation and changes no code; the snapshots' compilations do it.
        CSharpParseOptions parse = new CSharpParseOptions(languageVersion, DocumentationMode.None).WithFeatures([new("run-nullable-analysis", "never")]);
        SyntaxTree[] trees = [.. sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, parse, $"Source{i}.cs"))];
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: allowUnsafe,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: true);
        CSharpCompilation compilation = CSharpCompilation.Create($"Declared{Interlocked.Increment(ref assemblies)}", trees, gpu ? References.Value.AddRange(GpuReferences.Value) : References.Value, options);
        ILookup<SyntaxTree?, Diagnostic> found = Analyze(compilation).ToLookup(d => d.Location.SourceTree);
        ImmutableArray<ImmutableArray<Diagnostic>> diagnostics = [.. trees.Select(tree => found[tree].ToImmutableArray())];

        SyntaxTree[] refused = [.. trees.Where((_, i) => diagnostics[i].Any(d => d.Severity == DiagnosticSeverity.Error))];
        compilation = compilation.RemoveSyntaxTrees(refused);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(Instances<IIncrementalGenerator>().Select(g => g.AsSourceGenerator()), parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorDriverRunResult run = driver.GetRunResult();
        if (run.Results.FirstOrDefault(r => r.Exception is not null).Exception is { } crash)
        {
            return new HostedCompilation(diagnostics, run.GeneratedTrees, [], null, "The generator threw " + crash);
        }

        output = output.AddSyntaxTrees((companions ?? []).Where((_, i) => !refused.Contains(trees[i])).Select(c => CSharpSyntaxTree.ParseText(c.Text, parse, c.Path)));
        if (gpu || only is not null)
        {
            output = WithoutKernels(output, run.GeneratedTrees, gpu ? null : only);
        }

        output = WithoutLayouts(output, run.GeneratedTrees, called ?? []);

        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = output.Emit(image);
        if (!emitted.Success)
        {
            ImmutableArray<Diagnostic> errors = [.. emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
            return new HostedCompilation(diagnostics, run.GeneratedTrees, errors, null, "The generated code does not compile: " + string.Join("; ", errors.Take(3)));
        }

        image.Position = 0;
        if (diagnostics.All(d => d.IsEmpty))
        {
            CompiledImages.Keep(key, only, image.ToArray());
        }

        return new HostedCompilation(diagnostics, run.GeneratedTrees, [], Load(image, gpu), null);
    }

    private static string VersionOf(PortableExecutableReference reference) => ((AssemblyMetadata)reference.GetMetadata()).GetModules()[0].GetModuleVersionId().ToString();

    private static Assembly Load(Stream image, bool gpu) => new AssemblyLoadContext(null, isCollectible: !gpu).LoadFromStream(image);

    // A width's kernels are in a file of their own, which is named after it.
    private static Compilation WithoutKernels(Compilation compilation, IEnumerable<SyntaxTree> generated, VectorWidth? only)
    {
        string[] endings = [.. Enum.GetValues<VectorWidth>().Where(width => width != only).Select(width => $".{width}.g.cs")];
        foreach (SyntaxTree tree in generated.Where(tree => endings.Any(ending => tree.FilePath.EndsWith(ending, StringComparison.Ordinal))))
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(new BodyDropper(_ => true).Visit(tree.GetRoot()), tree.Options));
        }

        return compilation;
    }

    // Those of a pass for another layout, by their names; a file in which all is dropped already is another tree by now, and has none.
    private static Compilation WithoutLayouts(Compilation compilation, IEnumerable<SyntaxTree> generated, IReadOnlyList<(string Files, CalledLayouts Layouts)> called)
    {
        foreach (SyntaxTree tree in generated.Where(compilation.ContainsSyntaxTree))
        {
            string file = Path.GetFileName(tree.FilePath);
            CalledLayouts dropped = CalledLayouts.All & ~called.Where(c => file.StartsWith(c.Files, StringComparison.Ordinal)).Select(c => c.Layouts).DefaultIfEmpty(CalledLayouts.All).First();
            if (dropped is CalledLayouts.Rows or CalledLayouts.Positions)
            {
                string[] kernels = [.. ((string[])["Forward", "Backward", "ForwardBackward"]).Select(pass => $"{pass}{dropped}")];
                compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(new BodyDropper(kernels.Contains).Visit(tree.GetRoot()), tree.Options));
            }
        }

        return compilation;
    }

    private static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. Instances<DiagnosticAnalyzer>()];
        return analyzers.IsEmpty
            ? compilation.GetDiagnostics()
            : compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
                .GetAllDiagnosticsAsync()
                .GetAwaiter()
                .GetResult();
    }

    private static IEnumerable<T> Instances<T>() =>
        GeneratorAssembly.GetTypes().Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract).Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!);

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework).Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(CrossEntropyLossAttribute).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(GeneratorHost).Assembly.Location),
        ];
    }
}

/// <summary>Puts a throw in the place of methods' bodies.</summary>
/// <param name="drops">Whether a method of this name loses its body.</param>
internal sealed class BodyDropper(Func<string, bool> drops) : CSharpSyntaxRewriter
{
    private static readonly BlockSyntax Throw = SyntaxFactory.Block(SyntaxFactory.ParseStatement("throw new global::System.PlatformNotSupportedException();"));

    public override SyntaxNode VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        (node.Body is null && node.ExpressionBody is null) || !drops(node.Identifier.Text) ? node : node.WithBody(Throw).WithExpressionBody(null).WithSemicolonToken(default);
}

/// <summary>What became of source texts.</summary>
/// <param name="Diagnostics">For each text, what compiler and analyzers say of it before generation; one with an error was left out.</param>
/// <param name="Generated">The generated files.</param>
/// <param name="Errors">What does not compile in them.</param>
/// <param name="Assembly">The loaded assembly; null if there is a fault.</param>
/// <param name="Fault">A defect of the generator: it threw, or what it wrote does not compile.</param>
public sealed record HostedCompilation(
    ImmutableArray<ImmutableArray<Diagnostic>> Diagnostics, ImmutableArray<SyntaxTree> Generated, ImmutableArray<Diagnostic> Errors, Assembly? Assembly, string? Fault);
