using Digits.Learning;

namespace Digits.Tests;

public class MatrixKernelsTests
{
    // Around whole vectors of every width, where the tails are.
    public static TheoryData<int> Columns => [1, 3, 4, 7, 8, 9, 15, 16, 17, 33];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Affine_IsTheSumOfProductsAndTheBias(int columns)
    {
        const int rows = 3;
        const int inner = 5;
        float[] x = Values(rows * inner, 1);
        float[] w = Values(inner * columns, 2);
        float[] bias = Values(columns, 3);
        float[] y = new float[rows * columns];
        MatrixKernels.Affine<float>(x, w, bias, y);
        for (int n = 0; n < rows; n++)
        {
            for (int j = 0; j < columns; j++)
            {
                double expected = bias[j] + Enumerable.Range(0, inner).Sum(i => (double)x[(n * inner) + i] * w[(i * columns) + j]);
                Assert.Equal(expected, y[(n * columns) + j], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void TransposedProduct_AddsToWhatIsThere(int columns)
    {
        const int rows = 4;
        const int inner = 3;
        float[] x = Values(rows * inner, 4);
        float[] y = Values(rows * columns, 5);
        float[] w = [.. Enumerable.Repeat(1f, inner * columns)];
        MatrixKernels.AddTransposedProduct<float>(x, y, w, rows, inner, columns);
        for (int i = 0; i < inner; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double expected = 1 + Enumerable.Range(0, rows).Sum(n => (double)x[(n * inner) + i] * y[(n * columns) + j]);
                Assert.Equal(expected, w[(i * columns) + j], 1e-5);
            }
        }
    }

    [Fact]
    public void TransposedTwice_IsTheSame()
    {
        float[] w = Values(6 * 7, 6);
        float[] once = new float[w.Length];
        float[] twice = new float[w.Length];
        MatrixKernels.Transpose<float>(w, once, 6, 7);
        MatrixKernels.Transpose<float>(once, twice, 7, 6);
        Assert.Equal(w, twice);
        Assert.Equal(w[1], once[6]);
    }

    [Fact]
    public void ShorterDestination_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixKernels.AddScaled<float>(1, new float[9], new float[8]));

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
