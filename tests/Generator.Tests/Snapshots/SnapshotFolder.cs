using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Gen.CrossEntropy.Generator.Emit;

namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>
/// A folder of accepted files, <c>{TestClass}.{Method}#{hint name without .cs}.verified.cs</c>. A file that differs is left beside its snapshot as <c>.received.cs</c>,
/// and the difference is the failure's message.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="Accept">Differences are accepted instead of reported.</param>
internal sealed record SnapshotFolder(string Folder, bool Accept)
{
    /// <summary>Set to 1, accepts what the tests receive. Refused under continuous integration.</summary>
    public const string AcceptVariable = "ACCEPT_SNAPSHOTS";

    private const string Verified = ".verified.cs", Received = ".received.cs";
    private const int Context = 2, LongestDifference = 120;

    private static readonly string[] ContinuousIntegration = ["CI", "TF_BUILD"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The folder as the environment asks for it.</summary>
    public static SnapshotFolder OfTheseTests(string path) => For(path, Environment.GetEnvironmentVariable);

    /// <summary>The folder as a given environment asks for it.</summary>
    public static SnapshotFolder For(string path, Func<string, string?> environment)
    {
        bool accept = environment(AcceptVariable) is "1" or "true";
        if (accept && ContinuousIntegration.Any(variable => !string.IsNullOrEmpty(environment(variable))))
        {
            throw new InvalidOperationException($"{AcceptVariable} is set, but under continuous integration nobody reads what would be accepted.");
        }

        return new SnapshotFolder(path, accept);
    }

    /// <summary>Names of the accepted files, without folder and ending, in ordinal order.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. Directory.EnumerateFiles(Folder, "*" + Verified).Select(file => Path.GetFileName(file)[..^Verified.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Where a snapshot is.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name + Verified);

    /// <summary>The text of a snapshot.</summary>
    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Compares the files of one test.</summary>
    public void Verify(string test, IEnumerable<SourceFile> files)
    {
        List<string> differences = [];
        foreach (SourceFile file in files)
        {
            string name = $"{test}#{Snapshot.NameOf(file)}";
            if (Compare(name, Snapshot.TextOf(file)) is { } difference)
            {
                differences.Add($"{name}: {difference}");
            }
        }

        if (differences.Count > 0)
        {
            Assert.Fail($"{string.Join("\n\n", differences)}\n\nOnce the new text has been read: {AcceptVariable}=1 dotnet test");
        }
    }

    /// <summary>What is wrong; null where the text is the snapshot's.</summary>
    private string? Compare(string name, string text)
    {
        string verified = PathOf(name), received = Path.Combine(Folder, name + Received);
        string? accepted = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (accepted == text || Accept)
        {
            File.Delete(received);
            if (accepted != text)
            {
                File.WriteAllText(verified, text, Utf8);
            }

            return null;
        }

        File.WriteAllText(received, text, Utf8);
        return accepted is null ? "no snapshot yet." : $"differs from its snapshot.\n{Difference(accepted, text)}";
    }

    /// <summary>The changed lines and a little around them.</summary>
    private static string Difference(string accepted, string received)
    {
        // DiffPlex takes every kind of line end for one, which here is a difference.
        List<DiffPiece> lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(accepted.Replace("\r", "\\r"), received.Replace("\r", "\\r")).Lines;
        bool[] shown = new bool[lines.Count];
        for (int i = 0; i < lines.Count; i++)
        {
            shown[i] = Enumerable.Range(i - Context, (2 * Context) + 1).Any(j => j >= 0 && j < lines.Count && lines[j].Type != ChangeType.Unchanged);
        }

        List<string> text = [];
        for (int i = 0; i < lines.Count; i++)
        {
            if (shown[i])
            {
                text.Add($"{(lines[i].Type == ChangeType.Inserted ? '+' : lines[i].Type == ChangeType.Deleted ? '-' : ' ')} {lines[i].Text}");
            }
            else if (i > 0 && shown[i - 1])
            {
                text.Add("  ...");
            }
        }

        return string.Join('\n', text.Count <= LongestDifference ? text : [.. text.Take(LongestDifference), $"  ... and {text.Count - LongestDifference} lines more"]);
    }
}
