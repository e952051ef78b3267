using System.Globalization;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>Numbers as C# text: the shortest that reads back as the same value, on every host of the compiler.</summary>
internal static class Literal
{
    public static string Of(double value, DType dtype) => dtype switch
    {
        DType.Float32 => OfSingle((float)value),
        DType.Float64 => OfDouble(value),
        _ => throw new NotSupportedException($"No literal for {dtype}."),
    };

    /// <summary>The C# name of an element type.</summary>
    public static string TypeName(DType dtype) => dtype switch
    {
        DType.Float32 => "float",
        DType.Float64 => "double",
        DType.Float16 => "global::System.Half",
        DType.BFloat16 => "global::Gen.CrossEntropy.BFloat16",
        _ => throw new NotSupportedException($"No type for {dtype}."),
    };

    public static string OfDouble(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ => Shortest(value) + "d",
    };

    /// <summary>A whole number; unlike in an interpolated string, its sign is a hyphen in every culture.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest round-trip text of a double, without a suffix: for formulas and attribute text.</summary>
    public static string Shortest(double value)
    {
        for (int digits = 1; digits <= 17; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture).Equals(value))
            {
                return Plain(text);
            }
        }

        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string OfSingle(float value)
    {
        switch (value)
        {
            case float.PositiveInfinity: return "float.PositiveInfinity";
            case float.NegativeInfinity: return "float.NegativeInfinity";
        }

        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        for (int digits = 1; digits <= 9; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture).Equals(value))
            {
                return Plain(text) + "f";
            }
        }

        return value.ToString("R", CultureInfo.InvariantCulture) + "f";
    }

    /// <summary>30 and not 3E+01, where that takes no more zeros than a reader counts at a glance.</summary>
    private static string Plain(string text)
    {
        int exponent = text.IndexOf('E');
        return exponent >= 0 && int.Parse(text.Substring(exponent + 1), CultureInfo.InvariantCulture) is >= 0 and < 7
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }
}
