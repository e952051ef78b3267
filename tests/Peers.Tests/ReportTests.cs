using System.Xml.Linq;
using Peers.Cases;
using Peers.Report;
using Peers.Results;

namespace Peers.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Results_survive_json()
    {
        ResultFile file = new(Header.Now("1.13", quick: true), [Row(Pass.Forward, 100), Row(Pass.ForwardBackward, 250) with { TorchNs = null, TorchMissing = "why" }]);
        ResultFile read = ResultFile.OfJson(file.ToJson());
        Assert.Equal(file.Header, read.Header);
        Assert.Equal(file.ToJson(), read.ToJson());
        Assert.Equal("why", read.Rows[1].TorchMissing);
        Assert.Contains("\"pass\": \"forward_backward\"", file.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_are_xml_with_a_bar_for_each_value()
    {
        BarChart chart = new("a < b & \"c\"", ["one", "two"], [("x<y", [3, null]), ("z", [0.5, 7])], ChartScale.Ratios(7));
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement root = XDocument.Parse(chart.ToSvg()).Root!;
        const int legend = 2, bars = 3;
        Assert.Equal(legend + bars, root.Elements(svg + "rect").Count());
        Assert.Contains("x<y", root.Elements(svg + "text").Select(text => text.Value));
        Assert.All(root.Elements(svg + "rect"), bar => Assert.InRange((double)bar.Attribute("width")!, 0, 560));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 0.5)]
    [InlineData(100, 1)]
    [InlineData(0.2, 0)]
    public void Ratios_lie_by_their_logarithm(double ratio, double position) => Assert.Equal(position, ChartScale.Ratios(100).Position(ratio), 1e-12);

    [Fact]
    public void Only_what_lies_between_the_marks_is_replaced()
    {
        const string document = "before\n<!-- peers:a -->\nold\n<!-- /peers -->\nbetween\n<!-- peers:b -->\n<!-- /peers -->\nafter\n";
        Dictionary<string, string> parts = new() { ["a"] = "new a\n", ["b"] = "new b" };
        string replaced = MarkedText.Replace(document, parts);
        Assert.Equal("before\n<!-- peers:a -->\nnew a\n<!-- /peers -->\nbetween\n<!-- peers:b -->\nnew b\n<!-- /peers -->\nafter\n", replaced);
        Assert.Equal(replaced, MarkedText.Replace(replaced, parts));
        Assert.Throws<FormatException>(() => MarkedText.Replace(document, new Dictionary<string, string> { ["c"] = "" }));
    }

    [Fact]
    public void The_later_of_two_lines_for_a_row_counts_and_ratios_are_of_medians()
    {
        Header header = Header.Now("1.13", quick: false);
        PerformancePage page = new([new(header, [Row(Pass.Forward, 100)]), new(header, [Row(Pass.Forward, 200)])]);
        Assert.Contains("| 8 × 10 | 200 ns | 5.0× | | 25% |", page.Parts()["float32-1"].Replace("|  |", "| |", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Result Row(Pass pass, double ns) => new()
    {
        Shape = [8, 10],
        Loss = "cross_entropy",
        Dtype = "f32",
        Pass = pass,
        Option = "",
        Threads = 1,
        OursNs = ns,
        OursMinNs = ns,
        TorchNs = 1000,
        LimitNs = 50,
        LimitMinNs = 50,
        MemoryNs = 50,
        MemoryWay = "walk",
        WalkNs = 50,
        ExpNs = 10,
        Rounds = 3,
    };
}
