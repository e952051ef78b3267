using System.Globalization;
using Peers.Cases;
using Peers.Results;

namespace Peers.Report;

/// <summary>The tables and the charts of the document on performance, from what runs wrote.</summary>
internal sealed class PerformancePage
{
    private readonly IReadOnlyList<Header> headers;
    private readonly IReadOnlyList<Result> rows;

    /// <param name="files">Of two lines for the same row, the one in the later file counts.</param>
    public PerformancePage(IReadOnlyList<ResultFile> files)
    {
        headers = [.. files.Select(file => file.Header).Distinct()];
        Dictionary<(string, Pass, int), Result> merged = [];
        foreach (Result row in files.SelectMany(file => file.Rows))
        {
            merged[(row.Label, row.Pass, row.Threads)] = row;
        }

        rows = [.. merged.Values];
    }

    /// <summary>The marked parts of the document.</summary>
    public IReadOnlyDictionary<string, string> Parts() => new Dictionary<string, string>
    {
        ["machine"] = string.Join('\n', headers.Select(Describe)),
        ["float32-1"] = Table(Plain(1)),
        ["float32-2"] = Table(Plain(2)),
        ["types"] = Table(rows.Where(row => row.Option == "" && row.Dtype != "f32" && row.Threads == 1)),
        ["options"] = OptionTable(),
    };

    /// <summary>File names and what is in them.</summary>
    public IEnumerable<(string Name, string Svg)> Charts()
    {
        foreach (int threads in (int[])[1, 2])
        {
            string suffix = threads == 1 ? "one thread" : $"{threads} threads";
            Result[] plain = [.. Plain(threads)];
            Result[] beside = [.. plain.Where(row => row.TorchNs is not null)];
            if (beside.Length > 0)
            {
                ChartScale scale = ChartScale.Ratios(beside.Max(row => row.TorchNs!.Value / row.OursNs));
                yield return ($"torch-{threads}.svg", Chart($"PyTorch's time / ours, Float32, {suffix}", beside, row => row.TorchNs / row.OursNs, scale));
            }

            if (plain.Length > 0)
            {
                yield return ($"limit-{threads}.svg", Chart($"The machine's limit / our time, Float32, {suffix}", plain, row => row.LimitNs / row.OursNs, ChartScale.Shares));
            }
        }
    }

    private static string Describe(Header h) =>
        $"- {h.Date}{(h.Quick ? ", the short run" : "")}: {h.Processor}, {h.Processors} processors, {h.MemoryBytes >> 30} GB; {h.System}; {h.Runtime}; " +
        $"Gen.CrossEntropy {h.Library} ({h.VectorWidth}), PyTorch {h.Torch ?? "-"}, System.Numerics.Tensors {h.Primitives}.";

    private static string Chart(string title, IEnumerable<Result> rows, Func<Result, double?> value, ChartScale scale)
    {
        IEnumerable<(string, double?[])> groups = rows.GroupBy(row => row.Label).Select(group => (Name(group.Key), (double?[])[.. Enum.GetValues<Pass>().Select(pass => Of(group, pass, value))]));
        return new BarChart(title, ["forward", "forward and backward"], [.. groups], scale).ToSvg();
    }

    /// <summary>Without the type that most have.</summary>
    private static string Name(string label) => label.Replace(" f32", "", StringComparison.Ordinal);

    private static double? Of(IEnumerable<Result> rows, Pass pass, Func<Result, double?> value) => rows.FirstOrDefault(row => row.Pass == pass) is { } row ? value(row) : null;

    private static string Table(IEnumerable<Result> rows)
    {
        List<string> lines =
        [
            "| | forward | PyTorch | Tensors | of the limit | forward and backward | PyTorch | Tensors | of the limit |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ];
        foreach (IGrouping<string, Result> group in rows.GroupBy(row => row.Label))
        {
            string cells = string.Join(" | ", Enum.GetValues<Pass>().Select(pass => group.FirstOrDefault(row => row.Pass == pass) is { } row ? Cells(row) : " | | | "));
            lines.Add($"| {Name(group.Key).Replace("x", " × ", StringComparison.Ordinal)} | {cells} |");
        }

        return string.Join('\n', lines);
    }

    private static string Cells(Result row)
    {
        string share = (100 * row.LimitNs / row.OursNs).ToString("0", CultureInfo.InvariantCulture);
        return $"{TextTable.Duration(row.OursNs)} | {Times(row.TorchNs / row.OursNs)} | {Times(row.PrimitivesNs / row.OursNs)} | {share}%";
    }

    private static string Times(double? ratio) => ratio is { } value ? value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + "×" : "";

    private IEnumerable<Result> Plain(int threads) => rows.Where(row => row.Option == "" && row.Dtype == "f32" && row.Threads == threads);

    /// <summary>For each option its time over the plain loss's, and PyTorch's over ours, at each shape.</summary>
    private string OptionTable()
    {
        Result[] options = [.. rows.Where(row => row.Option != "" && row.Threads == 1)];
        string[] shapes = [.. options.Select(row => string.Join(" × ", row.Shape)).Distinct()];
        List<string> lines =
        [
            "| | " + string.Join(" | ", shapes.SelectMany(shape => (string[])[shape + ", f", "f+b"])) + " |",
            "| --- |" + string.Concat(Enumerable.Repeat(" ---: |", 2 * shapes.Length)),
        ];
        foreach (IGrouping<string, Result> group in options.GroupBy(row => row.Option))
        {
            IEnumerable<string> cells = shapes.SelectMany(shape => Enum.GetValues<Pass>().Select(pass =>
                group.FirstOrDefault(row => row.Pass == pass && string.Join(" × ", row.Shape) == shape) is { } row
                    ? (row.OursNs / row.PlainNs!.Value).ToString("0.00", CultureInfo.InvariantCulture) + (row.TorchNs is { } torch ? $" ({Times(torch / row.OursNs)})" : "")
                    : ""));
            lines.Add($"| {group.Key} | {string.Join(" | ", cells)} |");
        }

        return string.Join('\n', lines);
    }
}
