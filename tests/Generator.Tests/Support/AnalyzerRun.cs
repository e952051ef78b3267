using System.Collections.Immutable;
using Gen.CrossEntropy.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>A compilation → what every analyzer of the generator's assembly reports about it.</summary>
internal static class AnalyzerRun
{
    /// <summary>The analyzers, found as the compiler finds them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(LossDeclarationAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The diagnostics, in source order. One of id AD0001 is an exception of an analyzer.</summary>
    public static IReadOnlyList<Diagnostic> DiagnosticsOf(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> diagnostics = compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return
        [
            .. diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }
}
