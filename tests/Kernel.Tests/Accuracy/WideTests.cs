using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>The numbers that everything else is measured against.</summary>
public sealed class WideTests
{
    private const double Near = 1e-29;

    public static TheoryData<double> Arguments => [1e-30, 1e-9, 0.01, 0.3, 0.5, 1, 2.5, 17, 88, 300];

    [Fact]
    public void Constants_HaveTheirDigits()
    {
        AssertNear(new Wide(2.718281828459045, 1.4456468917292502e-16), Wide.Exp(1));
        AssertNear(new Wide(2.302585092994046, -2.1707562233822494e-16), Wide.Log(10));
        AssertNear(new Wide(0.6931471805599453, 2.3190468138462996e-17), Wide.Log1P(1));
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Functions_InvertEachOther(double a)
    {
        AssertNear(1, Wide.Exp(a) * Wide.Exp(-a));
        AssertNear(a, Wide.Log1P(Wide.ExpM1(a)));
        if (a < 50)
        {
            // Beyond, 31 digits of e^-a - 1 are all nines.
            AssertNear(-(Wide)a, Wide.Log1P(Wide.ExpM1(-a)), 1 + (Math.Exp(a) / a));
        }

        AssertNear(a, Wide.Exp(Wide.Log(a)), 1 + Math.Abs(Math.Log(a)));
        AssertNear(a, Wide.Pow(Wide.Pow(a, 0.5), 2), 1 + Math.Abs(Math.Log(a)));
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Tanh_DoublesItsArgument(double a)
    {
        Wide t = Wide.Tanh(a);
        AssertNear(t * 2 / ((t * t) + 1), Wide.Tanh((Wide)a * 2));
    }

    [Fact]
    public void Division_UndoesMultiplication()
    {
        Wide third = (Wide)1 / 3;
        AssertNear(1, third * 3);
        AssertNear(third, third * third / third);
        Assert.Equal(0, (double)(third + third + third - 1), 1e-31);
    }

    private static void AssertNear(Wide expected, Wide actual, double slack = 1) => Assert.InRange(Wide.Abs(actual - expected) / Wide.Abs(expected), 0, Near * slack);
}
