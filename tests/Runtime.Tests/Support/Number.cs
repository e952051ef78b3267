using System.Globalization;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>Numbers of any element type from and to double: there is no interface that all of them have.</summary>
internal static class Number
{
    public static T Of<T>(double value)
        where T : unmanaged => typeof(T) == typeof(BFloat16) ? (T)(object)(BFloat16)value
            : typeof(T) == typeof(Half) ? (T)(object)(Half)value
            : (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);

    public static double Value<T>(T value)
        where T : unmanaged => value switch
        {
            BFloat16 b => (double)b,
            Half h => (double)h,
            _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        };

    public static double[] Values<T>(IEnumerable<T> values)
        where T : unmanaged => [.. values.Select(Value)];
}
