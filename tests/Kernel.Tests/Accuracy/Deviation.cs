using System.Globalization;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>How far an array is from its truth, at worst.</summary>
internal sealed class Deviation
{
    // Least: what an exponential that was flushed to 0 may come to: 2^-120 (Float64: 2^-1016) times its logarithm, at most 2^7 (2^10), and what a loss adds to that. It is no error that anyone sees, and no
    // measure of the others.
    private readonly bool isShort;
    private readonly (double Unit, double Least, double Ulp, double Tiny, double Most) format;

    /// <param name="stored">The type of the array's elements.</param>
    public Deviation(DType stored)
    {
        isShort = stored is DType.Float16 or DType.BFloat16;
        format = stored switch
        {
            DType.Float32 => (Math.ScaleB(1, -23), Math.ScaleB(1, -112), 23, -149, float.MaxValue),
            DType.Float64 => (Math.ScaleB(1, -52), Math.ScaleB(1, -1005), 52, -1074, double.MaxValue),

            // Computed in Float32, whose unit is that of the error beyond the last rounding.
            DType.Float16 => (Math.ScaleB(1, -23), Math.ScaleB(1, -112), 10, -24, 65504),
            DType.BFloat16 => (Math.ScaleB(1, -23), Math.ScaleB(1, -112), 7, -133, 3.3895313892515355e38),
            _ => throw new NotSupportedException($"No rounding of {stored}."),
        };
    }

    /// <summary>
    /// What is promised: the largest |error|/size, in units in the last place of 1 of the type that is computed in. Of 16-bit elements: of the error less the half unit in the last place that rounding
    /// costs.
    /// </summary>
    public double Units { get; private set; }

    /// <summary>Where that is.</summary>
    public string At { get; private set; } = "";

    /// <summary>The largest |error|/size.</summary>
    public double OfSize { get; private set; }

    /// <summary>The same in units in the last place of 1 of a type.</summary>
    public double OfSizeIn(DType dtype) => OfSize * dtype switch
    {
        DType.Float32 => Math.ScaleB(1, 23),
        DType.Float64 => Math.ScaleB(1, 52),
        DType.Float16 => Math.ScaleB(1, 10),
        DType.BFloat16 => Math.ScaleB(1, 7),
        _ => throw new NotSupportedException($"No unit of {dtype}."),
    };

    /// <summary>Takes up an array.</summary>
    public Deviation Include(ReadOnlySpan<Cell> truth, ReadOnlySpan<double> actual, string where)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            Include(truth[i], actual[i], where, i);
        }

        return this;
    }

    private void Include(Cell truth, double actual, string where, int index)
    {
        double value = (double)truth.Value, magnitude = Math.Abs(value);
        if (magnitude > format.Most || !truth.Value.IsFinite)
        {
            // What rounds to infinity; of the numbers between, either neighbour will do.
            bool fits = actual == value || (magnitude > format.Most && (double.IsInfinity(actual) || Math.Abs(actual) == format.Most) && Math.Sign(actual) == Math.Sign(value));
            Note(fits ? 0 : double.PositiveInfinity, truth, actual, where, index);
            return;
        }

        double error = double.IsNaN(actual) ? double.PositiveInfinity : Wide.Abs(truth.Value - actual);
        double rounding = isShort ? 0.5 * Math.ScaleB(1, (int)Math.Max(format.Tiny, Exponent(Math.Max(magnitude, Math.Abs(actual))) - format.Ulp)) : 0;
        double beyond = Math.Max(0, error - format.Least - rounding);
        Note(beyond == 0 ? 0 : beyond / (truth.Size * format.Unit), truth, actual, where, index);
        double normal = Math.Max(format.Least, Math.ScaleB(1, (int)(format.Tiny + format.Ulp)));
        OfSize = Math.Max(OfSize, error <= format.Least ? 0 : error / Math.Max(truth.Size, normal));
    }

    private static double Exponent(double magnitude) => magnitude == 0 || !double.IsFinite(magnitude) ? -2000 : Math.ILogB(magnitude);

    private void Note(double units, Cell truth, double actual, string where, int index)
    {
        if (units > Units)
        {
            Units = units;
            At = string.Create(CultureInfo.InvariantCulture, $"{where}[{index}] is {actual:R} instead of {(double)truth.Value:R}, of size {truth.Size:G4}: {units:G4} units");
        }
    }
}
