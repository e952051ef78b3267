using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Reduces a compilation to <see cref="CompilationFacts"/>.</summary>
internal static class CompilationFactsReader
{
    /// <summary>Reads the facts; for another language than C# none holds.</summary>
    public static CompilationFacts Read(Compilation compilation) =>
        compilation is CSharpCompilation csharp
            ? new CompilationFacts(csharp.LanguageVersion >= LanguageVersion.CSharp12, csharp.Options.AllowUnsafe)
            : new CompilationFacts(LanguageVersionSupported: false, UnsafeAllowed: false);
}
