using System.Globalization;

namespace Digits;

/// <summary>How numbers are written, on the console and in the report: the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>1234 → "1,234".</summary>
    public static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A loss in nats, four decimals.</summary>
    public static string Loss(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>0.98329 → "98.33 %".</summary>
    public static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);

    /// <summary>0.983 → "98 %".</summary>
    public static string RoundPercent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    /// <summary>"1.42 s".</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F2} s");

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A length in a picture: two decimals at most.</summary>
    public static string Length(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
