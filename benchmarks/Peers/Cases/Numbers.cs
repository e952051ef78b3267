namespace Peers.Cases;

/// <summary>Values for logits and targets, the same in every run.</summary>
internal static class Numbers
{
    public const int Seed = 20260101;

    /// <summary>A prime: as a period of the values it fits no row.</summary>
    private const int Period = 1_048_573;

    private static readonly float[] Normals = Draw();

    /// <summary>Normal values with standard deviation 2.</summary>
    public static void Fill<T>(Span<T> values)
        where T : unmanaged
    {
        for (int i = 0, j = 0; i < values.Length; i++, j = j + 1 == Period ? 0 : j + 1)
        {
            values[i] = Number.Of<T>(Normals[j]);
        }
    }

    /// <summary>Probabilities, of which those of <paramref name="classes"/> neighbours add up to 1; with 1 class each is a probability of its own.</summary>
    public static void FillProbabilities<T>(Span<T> values, int classes)
        where T : unmanaged
    {
        Span<float> row = new float[classes];
        for (int i = 0, j = 0; i < values.Length; i += classes)
        {
            float sum = 0;
            foreach (ref float q in row)
            {
                q = MathF.Abs(Normals[j]) + 0.01f;
                sum += q;
                j = j + 1 == Period ? 0 : j + 1;
            }

            sum = classes == 1 ? row[0] + 1 : sum;
            for (int c = 0; c < classes; c++)
            {
                values[i + c] = Number.Of<T>(row[c] / sum);
            }
        }
    }

    private static float[] Draw()
    {
        Random random = new(Seed);
        float[] values = new float[Period];
        for (int i = 0; i < Period; i++)
        {
            values[i] = (float)(2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
