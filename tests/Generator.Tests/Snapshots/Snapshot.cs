using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Generator.Emit;
#if !ENABLE_VERIFY
using Gen.CrossEntropy.Generator.Tests.Support;
#endif

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>
/// Compares generated files with those that a person has read. The files keep Verify's convention, so that Verify itself, where it can be restored, runs the same
/// tests over the same files: <c>dotnet test -p:EnableVerify=true</c>.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares the files of one test, which is a method of the class that the calling file is named after.</summary>
    public static async Task Verify(IReadOnlyList<SourceFile> files, [CallerMemberName] string test = "", [CallerFilePath] string sourceFile = "")
    {
#if ENABLE_VERIFY
        Assert.NotEmpty(test);
        await VerifyXunit.Verifier.Verify(files.Select(file => new VerifyTests.Target("cs", TextOf(file), NameOf(file))), null, sourceFile);
#else
        SnapshotFolder folder = SnapshotFolder.OfTheseTests(Path.Combine(Repository.Root, "tests", "Generator.Tests", "Snapshots"));
        folder.Verify($"{Path.GetFileNameWithoutExtension(sourceFile)}.{test}", files);
        await Task.CompletedTask;
#endif
    }

    /// <summary>What is kept of a file: its name, then its text.</summary>
    public static string TextOf(SourceFile file) => $"//HintName: {file.HintName}\n{file.Text}";

    /// <summary>The file's part of a snapshot's name: the hint name without its last ending.</summary>
    public static string NameOf(SourceFile file) => Path.GetFileNameWithoutExtension(file.HintName);
}
