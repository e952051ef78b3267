using System.Net;

namespace Digits.Report;

/// <summary>Text made safe for the page.</summary>
internal static class Html
{
    /// <summary>Escapes the characters that mean something in HTML and SVG.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Escapes only what would start a tag or an entity: enough between tags, and much shorter for code full of quotes and Greek letters.</summary>
    public static string Code(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
