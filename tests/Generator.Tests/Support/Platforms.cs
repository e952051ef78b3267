using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>The platforms that generated code has to compile against.</summary>
internal static class Platforms
{
    /// <summary>The reference assemblies of .NET 8 and the runtime's build for it: what the runtime's own net8.0 build was given, listed by this project's build.</summary>
    public static IReadOnlyList<MetadataReference> Net8 { get; } =
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "net8.0.references")).Distinct(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Asserts that the compiler has nothing to say.</summary>
    public static void AssertSilent(CSharpCompilation compilation)
    {
        IReadOnlyList<string> complaints = Complaints(compilation);
        Assert.True(complaints.Count == 0, $"{complaints.Count} complaints:\n{string.Join('\n', complaints.Take(20))}");
    }

    /// <summary>Everything that the compiler has to say, at the highest warning level.</summary>
    public static IReadOnlyList<string> Complaints(CSharpCompilation compilation) =>
    [
        .. compilation.WithOptions(compilation.Options.WithWarningLevel(9999)).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)
            .Select(diagnostic => diagnostic.ToString()),
    ];
}
