using Gen.CrossEntropy.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>Source → a library compilation that references the runtime and has the usual global usings.</summary>
internal static class TestCompilation
{
    /// <summary>Name of the compiled assembly.</summary>
    public const string AssemblyName = "Consumer";

    private const string GlobalUsings = "global using System; global using System.Collections.Generic; global using Gen.CrossEntropy;";

    /// <summary>The platform that the tests run on, and the runtime.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } = ReadReferences();

    /// <summary>What makes GPU kernels wanted: Gen.CrossEntropy.Ilgpu, and ILGPU or the simulator in its place.</summary>
    public static IReadOnlyList<MetadataReference> GpuReferences { get; } =
    [
        MetadataReference.CreateFromFile(typeof(GpuBlock<float, float>).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(GpuBlock<float, float>).GetField(nameof(GpuBlock<float, float>.Input))!.FieldType.Assembly.Location),
    ];

    /// <summary>Compiles files called Source0.cs, Source1.cs, … in C# 12 with pointers allowed.</summary>
    public static CSharpCompilation Create(params string[] sources) => Create(sources, LanguageVersion.CSharp12, allowUnsafe: true);

    /// <summary>Compiles files called Source0.cs, Source1.cs, ….</summary>
    public static CSharpCompilation Create(IEnumerable<string> sources, LanguageVersion languageVersion, bool allowUnsafe) =>
        Empty(languageVersion, allowUnsafe).AddSyntaxTrees(sources.Select((source, i) => Parse(source, $"Source{i}.cs", languageVersion)));

    /// <summary>A compilation of nothing but the global usings.</summary>
    public static CSharpCompilation Empty(LanguageVersion languageVersion = LanguageVersion.CSharp12, bool allowUnsafe = true) =>
        CSharpCompilation.Create(
            AssemblyName,
            [Parse(GlobalUsings, "GlobalUsings.cs", languageVersion)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Parses one file, with documentation comments.</summary>
    public static SyntaxTree Parse(string source, string path, LanguageVersion languageVersion = LanguageVersion.CSharp12) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(languageVersion, DocumentationMode.Diagnose), path);

    /// <summary>The compiler's own errors.</summary>
    public static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static List<MetadataReference> ReadReferences()
    {
        string platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return
        [
            .. paths.Where(path => Path.GetDirectoryName(path) == platform).Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(CrossEntropyLossAttribute).Assembly.Location),
        ];
    }
}
