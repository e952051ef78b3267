namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>A block of generated code that a page shows.</summary>
/// <param name="File">The snapshot that it is from.</param>
/// <param name="Lines">The lines, with <c>...</c> alone on a line where some are left out.</param>
internal sealed record MarkdownExcerpt(string File, IReadOnlyList<string> Lines);

/// <summary>
/// Pages show generated code in blocks that begin with <c>&lt;!-- snapshot: FILE --&gt;</c> and a line of <c>```csharp</c>. What they show is a snapshot's text: these find the blocks and compare them.
/// </summary>
internal static class MarkdownExcerpts
{
    private const string Mark = "<!-- snapshot:", MarkEnd = "-->", Fence = "```";

    /// <summary>The marked blocks of a page.</summary>
    public static IReadOnlyList<MarkdownExcerpt> Read(string page)
    {
        string[] lines = page.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        List<MarkdownExcerpt> excerpts = [];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }

            string file = line[Mark.Length..].Replace(MarkEnd, "", StringComparison.Ordinal).Trim();
            int end = i + 1 < lines.Length && lines[i + 1].Trim() == Fence + "csharp" ? Array.FindIndex(lines, i + 2, text => text.Trim() == Fence) : -1;
            if (end < 0)
            {
                throw new FormatException($"No {Fence}csharp block follows {line}");
            }

            excerpts.Add(new MarkdownExcerpt(file, lines[(i + 2)..end]));
        }

        return excerpts;
    }

    /// <summary>What a snapshot does not have: the first run of lines that does not occur after those before it. Null where it has all. Indentation does not count.</summary>
    public static string? Missing(MarkdownExcerpt excerpt, string snapshot)
    {
        List<string> text = [.. snapshot.Split('\n').Select(line => line.Trim())];
        int from = 0;
        foreach (List<string> run in Runs(excerpt.Lines))
        {
            int at = Enumerable.Range(from, Math.Max(0, text.Count - run.Count - from + 1)).FirstOrDefault(start => text.GetRange(start, run.Count).SequenceEqual(run), -1);
            if (at < 0)
            {
                return string.Join('\n', run);
            }

            from = at + run.Count;
        }

        return null;
    }

    private static IEnumerable<List<string>> Runs(IReadOnlyList<string> lines)
    {
        List<string> run = [];
        foreach (string line in lines.Select(line => line.Trim()).Append("..."))
        {
            if (line is not ("..." or "// ..." or "…" or "// …"))
            {
                run.Add(line);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
    }
}
