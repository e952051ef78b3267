namespace Digits.Display;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws the values from their smallest to their largest, at most <paramref name="width"/> of them, evenly picked; blank where one is not finite.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        double least = values.Where(double.IsFinite).DefaultIfEmpty().Min();
        double most = values.Where(double.IsFinite).DefaultIfEmpty().Max();
        int length = Math.Min(width, values.Count);
        return string.Create(length, values, (text, source) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                // The last column is the last value.
                double value = source[((i + 1) * source.Count / text.Length) - 1];
                text[i] = double.IsFinite(value) ? Levels[Level(value)] : ' ';
            }
        });

        int Level(double value) => most > least ? (int)Math.Round((value - least) / (most - least) * (Levels.Length - 1)) : 0;
    }
}
