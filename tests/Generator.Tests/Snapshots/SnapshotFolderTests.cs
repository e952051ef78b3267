using Gen.CrossEntropy.Generator.Emit;
using Xunit.Sdk;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

public sealed class SnapshotFolderTests : IDisposable
{
    private static readonly SourceFile File = new("A.B.g.cs", "class A\n{\n    int x;\n}\n");

    private readonly string _path = Directory.CreateTempSubdirectory("snapshots").FullName;

    private SnapshotFolder Folder => new(_path, Accept: false);

    private string[] Files => [.. Directory.GetFiles(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void FileWithoutSnapshot_FailsAndIsReceived()
    {
        FailException failure = Assert.Throws<FailException>(() => Folder.Verify("Class.Method", [File]));

        Assert.Contains("no snapshot yet", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["Class.Method#A.B.g.received.cs"], Files);
    }

    [Fact]
    public void AcceptedFile_IsKeptWithItsHintName_AndVerifies()
    {
        (Folder with { Accept = true }).Verify("Class.Method", [File]);

        Assert.Equal(["Class.Method#A.B.g.verified.cs"], Files);
        Assert.Equal("//HintName: A.B.g.cs\n" + File.Text, Folder.Read("Class.Method#A.B.g"));
        Assert.Equal((byte)'/', System.IO.File.ReadAllBytes(Folder.PathOf("Class.Method#A.B.g"))[0]);
        Folder.Verify("Class.Method", [File]);
    }

    [Fact]
    public void ChangedFile_FailsWithItsDifferenceAlone()
    {
        string many = string.Concat(Enumerable.Range(0, 50).Select(i => $"// line {i}\n"));
        SourceFile before = File with { Text = many + File.Text };
        (Folder with { Accept = true }).Verify("Class.Method", [before]);

        FailException failure = Assert.Throws<FailException>(() => Folder.Verify("Class.Method", [before with { Text = many + File.Text.Replace("int x", "long y", StringComparison.Ordinal) }]));

        Assert.Contains("-     int x;\n+     long y;", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 40", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["Class.Method#A.B.g.received.cs", "Class.Method#A.B.g.verified.cs"], Files);
    }

    [Fact]
    public void EqualFile_TakesAwayWhatWasReceivedBefore()
    {
        Assert.Throws<FailException>(() => Folder.Verify("Class.Method", [File]));
        (Folder with { Accept = true }).Verify("Class.Method", [File]);
        System.IO.File.WriteAllText(Path.Combine(_path, "Class.Method#A.B.g.received.cs"), "old");

        Folder.Verify("Class.Method", [File]);

        Assert.Equal(["Class.Method#A.B.g.verified.cs"], Files);
    }

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("}\n", "}")]
    [InlineData("}\n", "}\n\n")]
    [InlineData("    int", "   int")]
    [InlineData("x;", "x; ")]
    public void AnyOtherByte_IsADifference(string text, string changed)
    {
        (Folder with { Accept = true }).Verify("Class.Method", [File]);

        Assert.Throws<FailException>(() => Folder.Verify("Class.Method", [File with { Text = File.Text.Replace(text, changed, StringComparison.Ordinal) }]));
    }

    [Fact]
    public void EveryDifferingFile_IsNamedAndReceived()
    {
        FailException failure = Assert.Throws<FailException>(() => Folder.Verify("Class.Method", [File, File with { HintName = "C.g.cs" }]));

        Assert.Contains("#A.B.g", failure.Message, StringComparison.Ordinal);
        Assert.Contains("#C.g", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Files.Length);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("", "", false)]
    [InlineData("0", "true", false)]
    [InlineData("1", null, true)]
    [InlineData("true", "", true)]
    public void Environment_DecidesWhetherDifferencesAreAccepted(string? accept, string? integration, bool accepted) =>
        Assert.Equal(accepted, SnapshotFolder.For(_path, Variables(accept, integration)).Accept);

    [Fact]
    public void ContinuousIntegration_RefusesToAccept() =>
        Assert.Throws<InvalidOperationException>(() => SnapshotFolder.For(_path, Variables("1", "true")));

    private static Func<string, string?> Variables(string? accept, string? integration) => name =>
        name == SnapshotFolder.AcceptVariable ? accept : name == "CI" ? integration : null;
}
