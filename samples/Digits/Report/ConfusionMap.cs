using System.Text;
using Digits.Images;
using Digits.Learning;

namespace Digits.Report;

/// <summary>Draws what was read as what, as an inline SVG: a darker cell is a larger share of its row, and errors have a colour of their own.</summary>
internal static class ConfusionMap
{
    private const int Cell = 40;
    private const int Left = 52;
    private const int Top = 52;
    private const int RecallWidth = 76;
    private const int Side = Cell * DigitSet.ClassCount;

    // A single error among many images must still be seen.
    private const double FaintestError = 0.3;

    /// <summary>Draws the map of an evaluation, with the share read correctly at the end of each row.</summary>
    public static string Draw(Evaluation evaluation)
    {
        StringBuilder svg = new();
        svg.Append($"""<svg class="map" viewBox="0 0 {Left + Side + RecallWidth} {Top + Side + 6}" role="img" aria-label="Confusion matrix">""").Append('\n');
        svg.Append($"""<text x="{Left + (Side / 2)}" y="14" text-anchor="middle">read as</text>""");
        svg.Append($"""<text transform="translate(14 {Top + (Side / 2)}) rotate(-90)" text-anchor="middle">shows</text>""");
        svg.Append($"""<text x="{Left + Side + RecallWidth - 4}" y="{Top - 12}" text-anchor="end">correct</text>""").Append('\n');
        for (int label = 0; label < DigitSet.ClassCount; label++)
        {
            DrawRow(svg, evaluation, label);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void DrawRow(StringBuilder svg, Evaluation evaluation, int label)
    {
        int total = Enumerable.Range(0, DigitSet.ClassCount).Sum(prediction => evaluation.Confusion(label, prediction));
        int y = Top + (label * Cell);
        int middle = y + (Cell / 2);
        svg.Append($"""<text class="digit" x="{Left + (label * Cell) + (Cell / 2)}" y="{Top - 12}" text-anchor="middle">{label}</text>""");
        svg.Append($"""<text class="digit" x="{Left - 14}" y="{middle}" dy=".35em" text-anchor="middle">{label}</text>""");
        for (int prediction = 0; prediction < DigitSet.ClassCount; prediction++)
        {
            int count = evaluation.Confusion(label, prediction);
            int x = Left + (prediction * Cell);
            double share = total == 0 ? 0 : count / (double)total;
            (string kind, double opacity) = count == 0 ? ("none", 1) : label == prediction ? ("hit", share) : ("miss", FaintestError + ((1 - FaintestError) * share));
            svg.Append($"""<rect class="{kind}" x="{x + 1}" y="{y + 1}" width="{Cell - 2}" height="{Cell - 2}" rx="4" fill-opacity="{Numbers.Length(opacity)}"/>""");
            if (count > 0)
            {
                svg.Append($"""<text class="on-{kind}" x="{x + (Cell / 2)}" y="{middle}" dy=".35em" text-anchor="middle">{count}</text>""");
            }
        }

        string recall = total == 0 ? "none" : Numbers.RoundPercent(evaluation.Confusion(label, label) / (double)total);
        svg.Append($"""<text x="{Left + Side + RecallWidth - 4}" y="{middle}" dy=".35em" text-anchor="end">{recall}</text>""").Append('\n');
    }
}
