using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>Generated code that pages show is what the generator writes.</summary>
public sealed class ReadmeTests
{
    private const string Snapshot = "//HintName: A.g.cs\nclass A\n{\n    int x = 1;\n    int y = 2;\n\n    int z = 3;\n}\n";

    private static readonly SnapshotFolder Folder = new(Path.Combine(Repository.Root, "tests", "Generator.Tests", "Snapshots"), Accept: false);

    [Fact]
    public void Readme_ShowsGeneratedCode() => Assert.NotEmpty(MarkdownExcerpts.Read(Repository.Read("README.md")));

    [Fact]
    public void GeneratedCode_OnEveryPage_IsASnapshots()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));
        Assert.All(pages, page => Assert.All(MarkdownExcerpts.Read(File.ReadAllText(page)), excerpt =>
        {
            string path = Path.Combine(Folder.Folder, excerpt.File);
            Assert.True(File.Exists(path), $"{page}: no snapshot is called {excerpt.File}.");
            Assert.True(MarkdownExcerpts.Missing(excerpt, File.ReadAllText(path)) is not { } missing, $"{page}: {excerpt.File} has not, or not in this order:\n{MarkdownExcerpts.Missing(excerpt, File.ReadAllText(path))}");
        }));
    }

    [Theory]
    [InlineData("class A\n{\n    int x = 1;")]
    [InlineData("    int x = 1;\n    int y = 2;")]
    [InlineData("\tint y = 2;\n\nint z = 3;")]
    [InlineData("class A\n{\n    ...\n    int z = 3;\n}")]
    [InlineData("...\nint x = 1;\n// ...\nint z = 3;\n…")]
    public void Excerpt_OccursInItsSnapshot(string lines) => Assert.Null(MarkdownExcerpts.Missing(new("A.g.verified.cs", lines.Split('\n')), Snapshot));

    [Theory]
    [InlineData("int x = 1;\nint z = 3;")]
    [InlineData("int x = 2;")]
    [InlineData("int z = 3;\n...\nint x = 1;")]
    [InlineData("int y = 2;\nint z = 3;")]
    [InlineData("int x = 1")]
    [InlineData("int x = 1;\n...\nint x = 1;")]
    public void ChangedExcerpt_DoesNot(string lines) => Assert.NotNull(MarkdownExcerpts.Missing(new("A.g.verified.cs", lines.Split('\n')), Snapshot));

    [Fact]
    public void MarkedBlocks_AreRead()
    {
        MarkdownExcerpt excerpt = Assert.Single(MarkdownExcerpts.Read("text\n```csharp\nother\n```\n\n<!-- snapshot: A.g.verified.cs -->\n```csharp\none\n  two\n```\n"));

        Assert.Equal("A.g.verified.cs", excerpt.File);
        Assert.Equal(["one", "  two"], excerpt.Lines);
    }

    [Theory]
    [InlineData("<!-- snapshot: A.g.verified.cs -->")]
    [InlineData("<!-- snapshot: A.g.verified.cs -->\ntext\n```csharp\none\n```")]
    [InlineData("<!-- snapshot: A.g.verified.cs -->\n```csharp\none\n")]
    public void MarkWithoutItsBlock_IsRefused(string page) => Assert.Throws<FormatException>(() => MarkdownExcerpts.Read(page));
}
