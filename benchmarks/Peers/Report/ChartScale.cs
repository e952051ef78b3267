using System.Globalization;

namespace Peers.Report;

/// <summary>The axis of a chart.</summary>
/// <param name="Ticks">Where lines are.</param>
/// <param name="Position">Where a value lies, from 0 to 1.</param>
/// <param name="Print">How a value is written.</param>
internal sealed record ChartScale(IReadOnlyList<double> Ticks, Func<double, double> Position, Func<double, string> Print)
{
    /// <summary>Ratios: equal ones have equal distances. 1 to <paramref name="largest"/>, and what lies outside at the ends.</summary>
    public static ChartScale Ratios(double largest)
    {
        double[] all = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
        double end = all.First(tick => tick >= Math.Min(largest, all[^1]));
        return new(
            [.. all.Where(tick => tick <= end)],
            value => Math.Clamp(Math.Log(value) / Math.Log(Math.Max(end, 2)), 0, 1),
            value => value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + "×");
    }

    /// <summary>0 to 100 per cent.</summary>
    public static ChartScale Shares { get; } = new([0, 0.2, 0.4, 0.6, 0.8, 1], value => Math.Clamp(value, 0, 1), value => (100 * value).ToString("0", CultureInfo.InvariantCulture) + "%");
}
