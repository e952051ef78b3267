namespace Gen.CrossEntropy.Kernels;

/// <summary>D: what the sum of the losses, and the upstream gradient, are divided by.</summary>
/// <param name="Value">0 where a mean has nothing to divide by.</param>
internal readonly record struct Divisor(double Value)
{
    /// <param name="reduction">The declared reduction.</param>
    /// <param name="given">What the call gives instead, or null.</param>
    /// <param name="mean">D of a mean whose call gives none.</param>
    public static Divisor Of(Reduction reduction, double? given, double mean) => new(given ?? (reduction is Reduction.Mean or Reduction.BatchMean ? mean : 1));

    /// <summary>g / D, the scale of every gradient; 0 for the reduction none, whose upstream gradients are rows.</summary>
    public double Scale(Reduction reduction, double upstream) => reduction == Reduction.None ? 0 : Divide(upstream);

    /// <summary>The result of a call from the sum of its losses; 0 for the reduction none.</summary>
    public double Reduce(Reduction reduction, double total) => reduction == Reduction.None ? 0 : Divide(total);

    /// <summary>Nothing to divide by makes the mean and its gradient NaN, whatever the sum: x / 0 would be an infinity for some.</summary>
    private double Divide(double value) => Value == 0 ? double.NaN : value / Value;
}
