namespace Gen.CrossEntropy.Generator.Model;

/// <summary>The few facts about a compilation that decide whether and what to generate.</summary>
/// <param name="LanguageVersionSupported">C# 12 or later.</param>
/// <param name="UnsafeAllowed">AllowUnsafeBlocks is on.</param>
/// <param name="HasIlgpu">Gen.CrossEntropy.Ilgpu is referenced: GPU kernels are wanted.</param>
/// <param name="IsExecutable">It makes a program, not a library.</param>
internal sealed record CompilationFacts(bool LanguageVersionSupported, bool UnsafeAllowed, bool HasIlgpu, bool IsExecutable);
