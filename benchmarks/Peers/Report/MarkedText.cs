namespace Peers.Report;

/// <summary>A document of which parts are written by a program: what lies between a line <c>&lt;!-- peers:NAME --&gt;</c> and the next <c>&lt;!-- /peers --&gt;</c>. All else stays.</summary>
internal static class MarkedText
{
    private const string End = "<!-- /peers -->";

    /// <summary>The document with each of the parts replaced.</summary>
    /// <exception cref="FormatException">A part is not there, is there twice or does not end.</exception>
    public static string Replace(string document, IReadOnlyDictionary<string, string> parts)
    {
        foreach ((string name, string text) in parts)
        {
            string mark = $"<!-- peers:{name} -->";
            string[] pieces = document.Split(mark);
            int end = pieces.Length == 2 ? pieces[1].IndexOf(End, StringComparison.Ordinal) : -1;
            if (end < 0)
            {
                throw new FormatException($"The document needs one {mark} and a {End} after it.");
            }

            document = $"{pieces[0]}{mark}\n{text.TrimEnd()}\n{pieces[1][end..]}";
        }

        return document;
    }
}
