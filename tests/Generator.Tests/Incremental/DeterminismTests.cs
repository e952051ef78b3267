using System.Globalization;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Tests.Snapshots;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>The same declarations give the same bytes, whoever runs the compiler, wherever and whenever.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Sources =
    [
        .. SnapshotCases.All.Select(snapshot => snapshot.Source),
        "[CrossEntropyLoss(4, DType = DType.Float64, LabelSmoothing = 1e-7, IgnoreIndex = -2147483649, ClassWeights = new[] { 1.5, 2.25e10, 0, 1e-20 })] partial class OddLoss;",
    ];

    private static readonly Lazy<IReadOnlyList<SourceFile>> First = new(() => Generate(Sources));

    private static IReadOnlyList<SourceFile> Expected => First.Value;

    [Fact]
    public void SecondRun_IsEqualToTheByte() => AssertEqual(Expected, Generate(Sources));

    [Fact]
    public void OrderOfSyntaxTrees_DoesNotMatter() => AssertEqual(Expected, Generate([.. Sources.Reverse()]));

    [Fact]
    public void OneFileOrMany_DoesNotMatter()
    {
        string[] sources = [.. Sources.Where(source => !source.Contains("namespace", StringComparison.Ordinal))];

        AssertEqual(Generate(sources), Generate(string.Join('\n', sources)));
    }

    [Fact]
    public void LineEndsOfTheSource_DoNotMatter() =>
        AssertEqual(Expected, Generate([.. Sources.Select(source => source.ReplaceLineEndings("\r\n"))]));

    [Fact]
    public void Culture_DoesNotMatter()
    {
        CultureInfo before = CultureInfo.CurrentCulture, beforeUi = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Foreign();

            // The culture is one that would show.
            Assert.Equal("−1,5", (-1.5).ToString(CultureInfo.CurrentCulture));
            Assert.Equal("nombre pas", double.NaN.ToString(CultureInfo.CurrentCulture));
            AssertEqual(Expected, Generate(Sources));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    /// <summary>Numbers as German, Swedish and French write them in one; made by hand, since the tests run without a list of cultures.</summary>
    private static CultureInfo Foreign()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        culture.NumberFormat.PositiveSign = "＋";
        culture.NumberFormat.NaNSymbol = "nombre pas";
        culture.NumberFormat.PositiveInfinitySymbol = "∞";
        culture.NumberFormat.NegativeInfinitySymbol = "−∞";
        return culture;
    }

    private static void AssertEqual(IReadOnlyList<SourceFile> expected, IReadOnlyList<SourceFile> actual)
    {
        Assert.Equal(expected.Select(file => file.HintName), actual.Select(file => file.HintName));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Text, pair.Second.Text));
    }

    private static IReadOnlyList<SourceFile> Generate(params string[] sources) =>
        [.. GeneratorRun.Of(TestCompilation.Create(sources, LanguageVersion.CSharp12, allowUnsafe: true)).Files.OrderBy(file => file.HintName, StringComparer.Ordinal)];
}
