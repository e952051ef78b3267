using System.Text;
using System.Text.RegularExpressions;

namespace Digits.Report;

/// <summary>Colours C# lightly: comments, keywords and strings. Tags are one letter long because the code is most of the page.</summary>
internal static partial class CSharpMarkup
{
    /// <summary>Escapes the code and marks comments as i, keywords as b and strings as u.</summary>
    public static string Of(string code)
    {
        StringBuilder html = new(code.Length * 5 / 4);
        int done = 0;
        foreach (Match match in Token().Matches(code))
        {
            char tag = match.Groups["comment"].Success ? 'i' : match.Groups["string"].Success ? 'u' : 'b';
            html.Append(Html.Code(code[done..match.Index])).Append('<').Append(tag).Append('>');
            html.Append(Html.Code(match.Value)).Append("</").Append(tag).Append('>');
            done = match.Index + match.Length;
        }

        return html.Append(Html.Code(code[done..])).ToString();
    }

    [GeneratedRegex(
        """
        (?<comment> //[^\r\n]* (\r?\n[ \t]*//[^\r\n]*)* | /\*.*?\*/ | (?<=^[ \t]*)\#[^\r\n]* )
        | (?<string> "(\\.|[^"\\\r\n])*" | '(\\.|[^'\\\r\n])+' )
        | \b(abstract|as|base|bool|break|byte|case|catch|char|class|const|continue|default|delegate|do|double|else|enum|false|file|fixed|float|for|foreach|get|global|goto|if|in|int
            |interface|internal|is|long|nameof|namespace|new|nint|null|nuint|operator|out|params|partial|private|protected|public|readonly|record|ref|required|return|sealed|set|short
            |sizeof|stackalloc|static|struct|switch|this|throw|true|try|typeof|uint|ulong|unchecked|unmanaged|unsafe|ushort|using|var|virtual|void|when|where|while)\b
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
