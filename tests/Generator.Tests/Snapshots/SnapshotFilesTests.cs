using System.Reflection;
using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>The accepted files themselves.</summary>
public sealed class SnapshotFilesTests
{
    private static readonly SnapshotFolder Folder = new(Path.Combine(Repository.Root, "tests", "Generator.Tests", "Snapshots"), Accept: false);

    [Fact]
    public void EverySnapshot_IsMadeByATest_AndEveryTestHasItsSnapshots()
    {
        IEnumerable<string> made = SnapshotCases.All.SelectMany(snapshot =>
            snapshot.HintNames.Select(name => $"{nameof(LossSnapshots)}.{snapshot.Test}#{Path.GetFileNameWithoutExtension(name)}"));

        Assert.Equal(made.Order(StringComparer.Ordinal), Folder.Names);
    }

    [Fact]
    public void EveryCase_HasATestOfItsName()
    {
        IEnumerable<string> tests = typeof(LossSnapshots).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))).Select(method => method.Name);

        Assert.Equal(SnapshotCases.All.Select(snapshot => snapshot.Test).Order(StringComparer.Ordinal), tests.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NoSnapshot_IsAnywhereElse()
    {
        IEnumerable<string> all = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Generator.Tests"), "*.verified.*", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.All(all, file => Assert.Equal(Folder.Folder, Path.GetDirectoryName(file)));
    }

    [Fact]
    public void EverySnapshot_BeginsWithItsHintName_AndHasLfLineEnds()
    {
        Assert.NotEmpty(Folder.Names);
        Assert.All(Folder.Names, name =>
        {
            string text = Folder.Read(name);
            Assert.StartsWith($"//HintName: {name.Split('#')[1]}.cs\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', text);
        });
    }
}
