using System.Globalization;
using Peers.Cases;

namespace Peers.Results;

/// <summary>The table of the console, a line at a time.</summary>
internal static class TextTable
{
    public static string Head => Line("row", "pass", "threads", "ours", "torch", "torch/ours", "prim/ours", "limit", "limit/ours", "spread", "vs plain");

    public static string Of(Result r) => Line(
        r.Label,
        r.Pass == Pass.Forward ? "f" : "f+b",
        $"{r.Threads}",
        Duration(r.OursNs),
        r.TorchNs is { } torch ? Duration(torch) : "-",
        Ratio(r.TorchNs / r.OursNs),
        Ratio(r.PrimitivesNs / r.OursNs),
        Duration(r.LimitNs),
        (r.LimitNs / r.OursNs).ToString("P0", CultureInfo.InvariantCulture),
        Ratio(r.OursNs / r.OursMinNs),
        Ratio(r.OursNs / r.PlainNs));

    /// <summary>Three digits and a unit.</summary>
    public static string Duration(double ns) => ns switch
    {
        < 1e3 => Digits(ns) + " ns",
        < 1e6 => Digits(ns / 1e3) + " µs",
        < 1e9 => Digits(ns / 1e6) + " ms",
        _ => Digits(ns / 1e9) + " s",
    };

    private static string Ratio(double? ratio) => ratio is { } value ? Digits(value) : "-";

    private static string Digits(double value) => value.ToString(value < 9.995 ? "F2" : value < 99.95 ? "F1" : "F0", CultureInfo.InvariantCulture);

    private static string Line(params ReadOnlySpan<string> cells)
    {
        string line = cells[0].PadRight(32) + cells[1].PadRight(5) + cells[2].PadLeft(8);
        foreach (string cell in cells[3..])
        {
            line += cell.PadLeft(11);
        }

        return line;
    }
}
