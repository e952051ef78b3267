using System.Text;

namespace Digits.Report;

/// <summary>Draws curves over the epochs as one inline SVG, with axes, grid lines and each curve named at its end. Its colours are the page's.</summary>
internal sealed class LineChart
{
    private const double Width = 560;
    private const double Height = 320;
    private const double Left = 66;
    private const double Right = 452;
    private const double Top = 20;
    private const double Bottom = 270;
    private const double LabelHeight = 18;
    private const int TickCount = 5;

    private readonly StringBuilder _svg = new();
    private readonly IReadOnlyList<Curve> _curves;
    private readonly Func<double, string> _write;
    private readonly int _epochs;
    private readonly double _step;
    private readonly double _least;
    private readonly double _most;

    private LineChart(IReadOnlyList<Curve> curves, double? floor, double? ceiling, Func<double, string> write)
    {
        _curves = curves;
        _write = write;
        _epochs = curves[0].Values.Count;
        double[] finite = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        double least = floor ?? finite.DefaultIfEmpty(0).Min();
        double most = ceiling ?? finite.DefaultIfEmpty(1).Max();
        _step = NiceStep(Math.Max(most - least, 1e-9) / TickCount);
        _least = Math.Floor(least / _step) * _step;
        _most = ceiling ?? (Math.Ceiling((most / _step) + 1e-9) * _step);
    }

    /// <summary>One curve: its name, the page's class for its colour, and a value per epoch; one that is not finite leaves a gap.</summary>
    internal sealed record Curve(string Name, string Class, IReadOnlyList<double> Values);

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What the picture shows, for readers who cannot see it.</param>
    /// <param name="unit">The name of the vertical axis.</param>
    /// <param name="curves">At least one, all of the same length.</param>
    /// <param name="write">How a value of the vertical axis is written.</param>
    /// <param name="floor">A value below which no curve can go, drawn as a dashed line with its name; null for none.</param>
    /// <param name="ceiling">The top of the axis; null to fit the curves.</param>
    public static string Draw(
        string title, string unit, IReadOnlyList<Curve> curves, Func<double, string> write, (string Name, double Value)? floor = null, double? ceiling = null)
    {
        LineChart chart = new(curves, floor?.Value, ceiling, write);
        chart.Add($"""<svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Html.Text(title)}">""");
        chart.DrawAxes(unit);
        if (floor is { } line)
        {
            double y = chart.Y(line.Value);
            chart.Add($"""<path class="floor" d="M{Left} {Numbers.Length(y)}H{Right}"/><text x="{Left + 6}" y="{Numbers.Length(y + LabelHeight)}">{Html.Text(line.Name)}</text>""");
        }

        chart.DrawCurves();
        chart.Add("</svg>");
        return chart._svg.ToString();
    }

    private void DrawAxes(string unit)
    {
        for (int i = 0; _least + (i * _step) <= _most + (_step / 1000); i++)
        {
            double value = _least + (i * _step);
            string y = Numbers.Length(Y(value));
            Add($"""<path class="grid" d="M{Left} {y}H{Right}"/><text x="{Left - 8}" y="{y}" dy=".35em" text-anchor="end">{_write(value)}</text>""");
        }

        int stride = Math.Max(1, (int)NiceStep(_epochs / (double)TickCount));
        for (int epoch = stride; epoch <= _epochs; epoch += stride)
        {
            Add($"""<text x="{Numbers.Length(X(epoch))}" y="{Bottom + 20}" text-anchor="middle">{epoch}</text>""");
        }

        Add($"""<path class="axis" d="M{Left} {Bottom}H{Right}"/>""");
        Add($"""<text x="{(Left + Right) / 2}" y="{Height - 8}" text-anchor="middle">epoch</text>""");
        Add($"""<text transform="translate(14 {(Top + Bottom) / 2}) rotate(-90)" text-anchor="middle">{Html.Text(unit)}</text>""");
    }

    private void DrawCurves()
    {
        // Names go to the ends of their curves, from the highest down, each at least one line below the one before.
        double free = 0;
        foreach (Curve curve in _curves.OrderBy(curve => Y(curve.Values[^1])))
        {
            Add($"""<path class="line {curve.Class}" d="{Path(curve.Values)}"/>""");
            double last = curve.Values[^1];
            double end = double.IsFinite(last) ? Y(last) : Top;
            double y = Math.Max(end, free);
            free = y + LabelHeight;
            Add($"""<circle class="dot {curve.Class}" cx="{Numbers.Length(X(_epochs))}" cy="{Numbers.Length(end)}" r="3"/>""");
            Add($"""<text class="name {curve.Class}" x="{Right + 10}" y="{Numbers.Length(y)}" dy=".35em">{Html.Text(curve.Name)} {_write(last)}</text>""");
        }
    }

    private string Path(IReadOnlyList<double> values)
    {
        StringBuilder path = new();
        bool pen = false;
        for (int i = 0; i < values.Count; i++)
        {
            if (double.IsFinite(values[i]))
            {
                path.Append(pen ? 'L' : 'M').Append(Numbers.Length(X(i + 1))).Append(' ').Append(Numbers.Length(Y(values[i])));
            }

            pen = double.IsFinite(values[i]);
        }

        return path.ToString();
    }

    // A single epoch sits in the middle.
    private double X(int epoch) => _epochs == 1 ? (Left + Right) / 2 : Left + ((Right - Left) * (epoch - 1) / (_epochs - 1));

    private double Y(double value) => double.IsFinite(value) ? Bottom - ((Bottom - Top) * (value - _least) / (_most - _least)) : Top;

    private void Add(string line) => _svg.Append(line).Append('\n');

    // The next of 1, 2, 5, 10, 20, 50, …, also below 1.
    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
