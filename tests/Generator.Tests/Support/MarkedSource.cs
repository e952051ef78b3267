using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>Source in which the places where diagnostics are expected stand between <c>[|</c> and <c>|]</c>.</summary>
/// <param name="Text">The source without the marks.</param>
/// <param name="Spans">What stood between them, in order.</param>
internal sealed record MarkedSource(string Text, IReadOnlyList<TextSpan> Spans)
{
    /// <summary>Takes the marks out.</summary>
    public static MarkedSource Parse(string marked)
    {
        StringBuilder text = new();
        List<TextSpan> spans = [];
        int start = 0;
        for (int i = 0; i < marked.Length; i++)
        {
            string pair = marked.Substring(i, Math.Min(2, marked.Length - i));
            if (pair == "[|")
            {
                start = text.Length;
                i++;
            }
            else if (pair == "|]")
            {
                spans.Add(TextSpan.FromBounds(start, text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new MarkedSource(text.ToString(), spans);
    }
}
