using System.Text;
using Digits.Images;

namespace Digits.Report;

/// <summary>Draws one image as an inline SVG in the text's colour: one path per level of ink, so that a picture takes about a kilobyte.</summary>
internal static class DigitPicture
{
    /// <summary>Draws the 64 pixels, 0 for paper to 1 for ink.</summary>
    public static string Draw(ReadOnlySpan<float> pixels, int label)
    {
        SortedDictionary<float, StringBuilder> levels = [];
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] > 0)
            {
                if (!levels.TryGetValue(pixels[i], out StringBuilder? path))
                {
                    levels.Add(pixels[i], path = new StringBuilder());
                }

                path.Append($"M{i % DigitSet.Side} {i / DigitSet.Side}h1v1h-1z");
            }
        }

        StringBuilder svg = new();
        svg.Append($"""<svg viewBox="0 0 {DigitSet.Side} {DigitSet.Side}" role="img" aria-label="A handwritten {label}" shape-rendering="crispEdges">""");
        foreach ((float ink, StringBuilder path) in levels)
        {
            svg.Append($"""<path fill-opacity="{Numbers.Length(ink)}" d="{path}"/>""");
        }

        return svg.Append("</svg>").ToString();
    }
}
