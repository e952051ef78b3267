using System.Text.RegularExpressions;
using System.Xml.Linq;
using Digits.Learning;
using Digits.Report;
using Gen.CrossEntropy;

namespace Digits.Tests;

public partial class ReportTests
{
    private const int MostBytes = 300_000;
    private static readonly RunResult Result = RunResult.Of(new Settings { Epochs = 5 }, Device.Cpu, epochs => [.. epochs]);
    private static readonly string Page = HtmlReport.Render(Result, GeneratedCode.Load());

    [Fact]
    public void Page_FetchesNothing()
    {
        Assert.DoesNotMatch(Fetch(), Page);
    }

    [Fact]
    public void Page_IsSmall() => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Page), 10_000, MostBytes);

    [Fact]
    public void EveryPicture_IsWellFormed()
    {
        MatchCollection pictures = Picture().Matches(Page);
        int misread = Math.Min(24, Result.Evaluation.Count - Result.Evaluation.Correct);
        // Two charts, the confusion matrix, the misread digits, six uncertain ones.
        Assert.Equal(2 + 1 + misread + 6, pictures.Count);
        Assert.All(pictures, picture => XElement.Parse(picture.Value));
    }

    [Fact]
    public void Page_NamesAccuracyAndEveryMisreadDigit()
    {
        Assert.Contains(Numbers.Percent(Result.Evaluation.Accuracy), Page, StringComparison.Ordinal);
        Assert.Contains("read as <b>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void GeneratedCode_StandsBesideItsDeclaration()
    {
        Assert.Contains("LabelSmoothing = 0.1", Page, StringComparison.Ordinal);
        GeneratedCode code = GeneratedCode.Load();
        Assert.Contains(code.Files, file => file.Name.EndsWith("DigitLoss.g.cs", StringComparison.Ordinal));
        Assert.All(code.Files, file => Assert.Contains(file.Name, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void MuchGeneratedCode_IsLeftOutByName()
    {
        string page = HtmlReport.Render(Result, new GeneratedCode("class A;", [("A.g.cs", "// short\n"), ("B.g.cs", new string('<', 200_000))]));
        Assert.Contains("// short", page, StringComparison.Ordinal);
        Assert.Contains("left out", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 10_000, MostBytes);
    }

    [Fact]
    public void DivergedTraining_IsStillDrawn()
    {
        RunResult diverged = Result with { Epochs = [new EpochResult(1, 2.5, double.NaN, 0.1), new EpochResult(2, double.NaN, double.PositiveInfinity, 0.1)] };
        string page = HtmlReport.Render(diverged, GeneratedCode.Load());
        Assert.All(Picture().Matches(page), picture =>
        {
            XElement.Parse(picture.Value);
            Assert.DoesNotContain("d=\"MNaN", picture.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void SingleEpoch_IsStillDrawn()
    {
        string page = HtmlReport.Render(Result with { Epochs = [Result.Epochs[0]] }, GeneratedCode.Load());
        Assert.All(Picture().Matches(page), picture => XElement.Parse(picture.Value));
    }

    [Fact]
    public void Markup_KeepsTheCode()
    {
        const string code = "if (a < b && c == \"x // <y>\") // why \"so\"\n{\n    #pragma x\n    return 'q'; /* a\n b */\n}\n";
        string markup = CSharpMarkup.Of(code);
        Assert.Equal(code, System.Net.WebUtility.HtmlDecode(Tag().Replace(markup, "")));
        Assert.Contains("<b>if</b>", markup, StringComparison.Ordinal);
        Assert.Contains("<u>\"x // &lt;y>\"</u>", markup, StringComparison.Ordinal);
        Assert.Contains("<i>// why \"so\"</i>", markup, StringComparison.Ordinal);
        Assert.Contains("<b>return</b>", markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_InANewFolder_IsWrittenAndNamedInFull()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("digits");
        try
        {
            string path = Path.Combine(folder.FullName, "new", "report.html");
            Assert.Null(ReportFile.WhyNotWritable(path));
            Assert.False(File.Exists(path));
            Assert.Equal(path, ReportFile.Write(path, "text"));
            Assert.Equal("text", File.ReadAllText(path));
            Assert.NotNull(ReportFile.WhyNotWritable(folder.FullName));
            Assert.Equal("text", File.ReadAllText(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Whatever makes a browser load something: sources, links, imports, style URLs, scripts.
    [GeneratedRegex("""<[a-z][^>]*\s(src|href|srcset|action|data|xlink:href)\s*=|@import|url\(|<(script|link|iframe|object|embed|img|base)\b""", RegexOptions.IgnoreCase)]
    private static partial Regex Fetch();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex("</?[biu]>")]
    private static partial Regex Tag();
}
