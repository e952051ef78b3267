using System.Globalization;
using GpuBenchmark.Workloads;

namespace GpuBenchmark.Results;

/// <summary>The table of the console, a line at a time.</summary>
internal static class TextTable
{
    public static string Head => Line("row", "pass", "time", "GB/s", "copy GB/s", "of copy", "one row", "spread", "eager", "eager/ours", "compile", "compile/ours");

    public static string Of(Result r) => Line(
        r.Label,
        r.Pass switch { Pass.Forward => "f", Pass.Backward => "b", _ => "f+b" },
        Duration(r.Ns),
        Digits(r.GbPerS),
        Digits(r.CopyGbPerS),
        r.Fraction.ToString("P1", CultureInfo.InvariantCulture),
        Duration(r.OneRowNs),
        Digits(r.Ns / r.MinNs),
        r.TorchEagerNs is { } eager ? Duration(eager) : "-",
        Ratio(r.TorchEagerNs / r.Ns),
        r.TorchCompileNs is { } compiled ? Duration(compiled) : "-",
        Ratio(r.TorchCompileNs / r.Ns));

    /// <summary>Three digits and a unit.</summary>
    private static string Duration(double ns) => ns switch
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
        string line = cells[0].PadRight(24) + cells[1].PadRight(4);
        foreach (string cell in cells[2..])
        {
            line += cell.PadLeft(13);
        }

        return line;
    }
}
