using System.Globalization;
using System.Security;
using System.Text;

namespace Peers.Report;

/// <summary>A chart of horizontal bars, a group for each name and a bar for each series in it, as SVG that needs nothing else and reads well on light and on dark ground.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Series">The names of the series, at most as many as there are colours.</param>
/// <param name="Groups">A name and a value for each series; null: no bar.</param>
/// <param name="Scale">Where a value lies.</param>
internal sealed record BarChart(string Title, IReadOnlyList<string> Series, IReadOnlyList<(string Name, double?[] Values)> Groups, ChartScale Scale)
{
    private const int LabelWidth = 190, PlotWidth = 560, ValueWidth = 60, BarHeight = 9, GroupGap = 8, Top = 66, Bottom = 12;

    private static readonly string[] Colours = ["#4f8fc0", "#d98a3d", "#6aa86a"];

    /// <summary>The text of the SVG file.</summary>
    public string ToSvg()
    {
        int groupHeight = (BarHeight * Series.Count) + GroupGap, height = Top + (Groups.Count * groupHeight) + Bottom;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{LabelWidth + PlotWidth + ValueWidth}\" height=\"{height}\" role=\"img\" ");
        svg.Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {LabelWidth + PlotWidth + ValueWidth} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<style>text { fill: #555 } line { stroke: #999; stroke-opacity: .45 } @media (prefers-color-scheme: dark) { text { fill: #bbb } }</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(Title)}</title>\n<text x=\"0\" y=\"14\" font-size=\"13\" font-weight=\"bold\">{Escape(Title)}</text>\n");
        for (int s = 0; s < Series.Count; s++)
        {
            int x = LabelWidth + (s * 180);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"26\" width=\"10\" height=\"10\" fill=\"{Colours[s]}\"/><text x=\"{x + 15}\" y=\"35\">{Escape(Series[s])}</text>\n");
        }

        foreach (double tick in Scale.Ticks)
        {
            string x = At(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x}\" x2=\"{x}\" y1=\"{Top - 6}\" y2=\"{height - Bottom}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{Top - 10}\" text-anchor=\"middle\">{Escape(Scale.Print(tick))}</text>\n");
        }

        for (int g = 0; g < Groups.Count; g++)
        {
            int y = Top + (g * groupHeight);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth - 8}\" y=\"{y + (groupHeight / 2) + 1}\" text-anchor=\"end\">{Escape(Groups[g].Name)}</text>\n");
            for (int s = 0; s < Series.Count; s++)
            {
                if (Groups[g].Values[s] is { } value)
                {
                    string width = (Scale.Position(value) * PlotWidth).ToString("F1", CultureInfo.InvariantCulture);
                    string end = (LabelWidth + (Scale.Position(value) * PlotWidth) + 4).ToString("F1", CultureInfo.InvariantCulture);
                    int top = y + (s * BarHeight);
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{LabelWidth}\" y=\"{top}\" width=\"{width}\" height=\"{BarHeight - 1}\" fill=\"{Colours[s]}\"/>");
                    svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{end}\" y=\"{top + BarHeight - 1}\" font-size=\"9\">{Escape(Scale.Print(value))}</text>\n");
                }
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private string At(double value) => (LabelWidth + (Scale.Position(value) * PlotWidth)).ToString("F1", CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);
}
