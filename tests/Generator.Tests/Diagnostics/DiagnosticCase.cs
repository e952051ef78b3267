using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

/// <summary>A source that breaks one rule, and the same source repaired.</summary>
/// <param name="Id">The only diagnostic that <paramref name="Bad"/> gives, at each marked text.</param>
/// <param name="Name">What is wrong.</param>
/// <param name="Bad">The source, with the places between <c>[|</c> and <c>|]</c>.</param>
/// <param name="Good">The repaired source; no diagnostic.</param>
/// <param name="CompilerErrors">What the compiler itself says about the bad source, by id.</param>
/// <param name="LanguageVersion">The language version of the bad source; the repaired one is compiled in C# 12.</param>
/// <param name="AllowUnsafe">Whether the bad source's project allows pointers; the repaired one's does.</param>
public sealed record DiagnosticCase(
    string Id,
    string Name,
    string Bad,
    string Good,
    string CompilerErrors = "",
    LanguageVersion LanguageVersion = LanguageVersion.CSharp12,
    bool AllowUnsafe = true)
{
    public override string ToString() => $"{Id} {Name}";
}
