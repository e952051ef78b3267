using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>Generated files that are kept to be read: a change of a printer shows in a review as a change of what it prints.</summary>
public sealed class LossSnapshots
{
    [Fact]
    public Task TenClasses() => Verify();

    [Fact]
    public Task ThreeWeightedClasses() => Verify();

    [Fact]
    public Task FortyProbabilities() => Verify();

    [Fact]
    public Task EveryTerm() => Verify();

    [Fact]
    public Task SoftmaxOfTwelve() => Verify();

    [Fact]
    public Task HalfPrecisionElements() => Verify();

    [Fact]
    public Task SharedLogarithms() => Verify();

    [Fact]
    public Task ThousandClasses() => Verify();

    [Fact]
    public Task GroupsOfRows() => Verify();

    [Fact]
    public Task NestedClass() => Verify();

    [Fact]
    public Task TenClassesOnGpus() => Verify();

    [Fact]
    public Task ThousandClassesOnGpus() => Verify();

    private static Task Verify([CallerMemberName] string test = "")
    {
        SnapshotCase snapshot = SnapshotCases.Of(test);
        IReadOnlyList<SourceFile> files = GeneratorRun.Of(snapshot.Compilation).Files;
        return Snapshot.Verify([.. snapshot.HintNames.Select(name => files.Single(file => file.HintName == name))], test);
    }
}
