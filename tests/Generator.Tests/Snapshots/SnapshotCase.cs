using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>A declaration, and which of its files are kept to be read.</summary>
/// <param name="Test">The method of <see cref="LossSnapshots"/> that compares them.</param>
/// <param name="Source">The declaration.</param>
/// <param name="HintNames">The files that are kept; all of them are compiled.</param>
public sealed record SnapshotCase(string Test, string Source, params string[] HintNames)
{
    /// <summary>Whether Gen.CrossEntropy.Ilgpu is referenced.</summary>
    public bool Gpu { get; init; }

    /// <summary>The declaration's compilation.</summary>
    internal CSharpCompilation Compilation => TestCompilation.Create(Source).AddReferences(Gpu ? TestCompilation.GpuReferences : []);

    public override string ToString() => Test;
}
