using Peers.Results;

namespace Peers.Report;

/// <summary>Writes the document's tables and charts.</summary>
internal static class ReportCommand
{
    /// <summary>Reads files of results and writes docs/performance.md between its markers, and docs/performance/*.svg, in the repository that the current folder is in.</summary>
    public static int Run(IReadOnlyList<string> files)
    {
        PerformancePage page = new([.. files.Select(file => ResultFile.OfJson(File.ReadAllText(file)))]);
        string docs = Path.Combine(Root(), "docs"), document = Path.Combine(docs, "performance.md"), charts = Path.Combine(docs, "performance");
        File.WriteAllText(document, MarkedText.Replace(File.ReadAllText(document), page.Parts()));
        Directory.CreateDirectory(charts);
        foreach ((string name, string svg) in page.Charts())
        {
            File.WriteAllText(Path.Combine(charts, name), svg);
        }

        Console.WriteLine($"Written: {document} and {charts}");
        return 0;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gen.CrossEntropy.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run it in the repository.");
    }
}
