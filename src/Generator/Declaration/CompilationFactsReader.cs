using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Reduces a compilation to <see cref="CompilationFacts"/>.</summary>
internal static class CompilationFactsReader
{
    /// <summary>What only Gen.CrossEntropy.Ilgpu has.</summary>
    private const string GpuBlock = "Gen.CrossEntropy.Kernels.GpuBlock`2";

    /// <summary>Reads the facts; for another language than C# none holds.</summary>
    public static CompilationFacts Read(Compilation compilation) =>
        compilation is CSharpCompilation csharp
            ? new CompilationFacts(
                csharp.LanguageVersion >= LanguageVersion.CSharp12,
                csharp.Options.AllowUnsafe,
                compilation.GetTypeByMetadataName(GpuBlock) is not null,
                csharp.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
            : new CompilationFacts(LanguageVersionSupported: false, UnsafeAllowed: false, HasIlgpu: false, IsExecutable: false);
}
