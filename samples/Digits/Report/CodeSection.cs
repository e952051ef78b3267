using System.Text;

namespace Digits.Report;

/// <summary>Shows the declaration of the loss and, beside it, the code that the generator made from it.</summary>
internal static class CodeSection
{
    // Keeps the page under 300 KB whatever the generator emits; markup adds about a third.
    private const int MostCharacters = 150_000;

    /// <summary>Writes both columns. <paramref name="machine"/> names the vector width whose kernels ran; its file comes right after the entry points.</summary>
    public static string Draw(GeneratedCode code, string machine)
    {
        StringBuilder html = new();
        html.Append($"""<div class="code"><div class="declaration"><h3>You write</h3><pre>{CSharpMarkup.Of(code.Declaration.Trim())}</pre></div><div><h3>The generator writes</h3>""");
        if (code.Files.Count == 0)
        {
            html.Append("<p>The generated files were not found beside the program.</p>");
        }

        int left = MostCharacters;
        bool first = true;
        foreach ((string name, string text) in code.Files.OrderBy(Rank))
        {
            string lines = $"{Numbers.Whole(text.AsSpan().Count('\n'))} lines";
            if (text.Length > left)
            {
                html.Append($"""<p class="left-out"><code>{Html.Text(name)}</code> {lines}, left out to keep this page small.</p>""");
                continue;
            }

            left -= text.Length;
            html.Append($"<details{(first ? " open" : "")}><summary><code>{Html.Text(name)}</code> {lines}</summary><pre>{CSharpMarkup.Of(text)}</pre></details>\n");
            first = false;
        }

        return html.Append("</div></div>").ToString();

        // What a user calls comes first, then what this machine ran.
        int Rank((string Name, string Text) file) =>
            file.Name.EndsWith("DigitLoss.g.cs", StringComparison.Ordinal) ? 0 : file.Name.Contains(machine, StringComparison.Ordinal) ? 1 : 2;
    }
}
