namespace Gen.CrossEntropy.Testing;

/// <summary>Numbers of an element type from doubles and back.</summary>
internal static class Elements
{
    // 8 bits of significand, the exponents of a float.
    private const int BFloat16Fraction = 7, LeastExponent = -126;
    private const double LargestBFloat16 = 3.3895313892515355e38;

    /// <summary>The value of the type that is nearest; of two, the even one.</summary>
    public static double Round(double value, DType dtype) => dtype switch
    {
        DType.Float32 => (float)value,
        DType.Float64 => value,
        DType.Float16 => (double)(Half)value,
        DType.BFloat16 => RoundToBFloat16(value),
        _ => throw new NotSupportedException($"No rounding to {dtype}."),
    };

    /// <summary>From a double.</summary>
    public static T Of<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? (T)(object)(float)value
        : typeof(T) == typeof(double) ? (T)(object)value
        : typeof(T) == typeof(Half) ? (T)(object)(Half)value
        : typeof(T) == typeof(BFloat16) ? (T)(object)(BFloat16)(float)RoundToBFloat16(value)
        : throw new NotSupportedException($"No {typeof(T).Name} from a double.");

    /// <summary>From doubles.</summary>
    public static T[] Of<T>(double[] values)
        where T : unmanaged => [.. values.Select(Of<T>)];

    /// <summary>To a double, exactly.</summary>
    public static double Double<T>(T value)
        where T : unmanaged => value switch
        {
            float single => single,
            double number => number,
            Half half => (double)half,
            BFloat16 half => (float)half,
            _ => throw new NotSupportedException($"No double from {typeof(T).Name}."),
        };

    /// <summary>To doubles, exactly.</summary>
    public static double[] Doubles<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = Double(values[i]);
        }

        return doubles;
    }

    /// <summary>What outputs hold before a call: an element that no kernel has written is then seen.</summary>
    public static T[] Unwritten<T>(int length)
        where T : unmanaged
    {
        T[] blank = new T[length];
        Array.Fill(blank, Of<T>(typeof(T) == typeof(Half) ? -60928 : -7.25e11));
        return blank;
    }

    // In one step: by way of float it would round twice.
    private static double RoundToBFloat16(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        double unit = Math.ScaleB(1, Math.Max(LeastExponent, Math.ILogB(value)) - BFloat16Fraction);
        double rounded = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        return Math.Abs(rounded) <= LargestBFloat16 ? rounded : double.CopySign(double.PositiveInfinity, value);
    }
}
