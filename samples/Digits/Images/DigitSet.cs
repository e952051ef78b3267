using System.Globalization;
using System.IO.Compression;
using System.Reflection;

namespace Digits.Images;

/// <summary>Labelled 8 × 8 images of digits, one after the other.</summary>
internal sealed class DigitSet
{
    /// <summary>Pixels along one side of an image.</summary>
    public const int Side = 8;

    /// <summary>Pixels of one image.</summary>
    public const int PixelCount = Side * Side;

    /// <summary>The digits 0 to 9.</summary>
    public const int ClassCount = 10;

    // The file's pixels count the set dots of a 4 × 4 field.
    private const float FullInk = 16;

    private readonly float[] _pixels;
    private readonly int[] _labels;

    private DigitSet(float[] pixels, int[] labels)
    {
        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>Number of images, N.</summary>
    public int Count => _labels.Length;

    /// <summary>All pixels, [N, 64], row by row, 0 for paper to 1 for ink.</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>The digit that each image shows, [N].</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The 64 pixels of one image.</summary>
    public ReadOnlySpan<float> Image(int row) => _pixels.AsSpan(row * PixelCount, PixelCount);

    /// <summary>Reads the 1,797 images that the program carries.</summary>
    /// <exception cref="InvalidDataException">A line is not 64 pixels in 0..16 and a label in 0..9.</exception>
    public static DigitSet Load()
    {
        using Stream packed = Assembly.GetExecutingAssembly().GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidDataException("The program was built without its images.");
        using StreamReader lines = new(new GZipStream(packed, CompressionMode.Decompress));
        List<float> pixels = [];
        List<int> labels = [];
        while (lines.ReadLine() is { } line)
        {
            ReadLine(line, labels.Count + 1, pixels, labels);
        }

        return new DigitSet([.. pixels], [.. labels]);
    }

    /// <summary>A copy of the given rows, in the given order.</summary>
    public DigitSet Select(ReadOnlySpan<int> rows)
    {
        float[] pixels = new float[rows.Length * PixelCount];
        int[] labels = new int[rows.Length];
        CopyRows(rows, pixels, labels);
        return new DigitSet(pixels, labels);
    }

    /// <summary>Gathers the given rows into <paramref name="pixels"/> [rows, 64] and <paramref name="labels"/> [rows].</summary>
    public void CopyRows(ReadOnlySpan<int> rows, Span<float> pixels, Span<int> labels)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Image(rows[i]).CopyTo(pixels.Slice(i * PixelCount, PixelCount));
            labels[i] = _labels[rows[i]];
        }
    }

    private static void ReadLine(string line, int number, List<float> pixels, List<int> labels)
    {
        int column = 0;
        foreach (Range range in line.AsSpan().Split(','))
        {
            int largest = column < PixelCount ? (int)FullInk : ClassCount - 1;
            if (!int.TryParse(line.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value > largest)
            {
                throw new InvalidDataException($"Line {number}, column {column + 1}: expected a whole number from 0 to {largest}.");
            }

            if (column < PixelCount)
            {
                pixels.Add(value / FullInk);
            }
            else
            {
                labels.Add(value);
            }

            column++;
        }

        if (column != PixelCount + 1)
        {
            throw new InvalidDataException($"Line {number}: expected {PixelCount + 1} columns, found {column}.");
        }
    }
}
