using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// z = softcap(scale·x), which stands for the logits everywhere, and what follows from it: the names that terms are made of. softcap(v) = cap·tanh(v/cap).
/// </summary>
internal static class Logits
{
    /// <summary>Below every finite number of Float32, and finite: what takes the place of log 0 in a product with 0.</summary>
    public const double Lowest = -3e38;

    /// <summary>m: the reference of the log-sum-exp.</summary>
    public static readonly Expr Reference = new Value("m");

    /// <summary>s = Σ_c exp(z[c] - m).</summary>
    public static readonly Expr Sum = new Value("s");

    /// <summary>log s; -log_softmax(z)[c] is this less z[c] - m. Never lse - z[c], which loses log C where |z| is large.</summary>
    public static readonly Expr LogSum = new Value("logs");

    private static readonly Expr X = new Input(LossInput.Prediction);
    private static readonly Expr TargetX = new Input(LossInput.TargetPrediction);

    /// <summary>z[c].</summary>
    public static Expr AtClass(LossSpec spec) => Simplify.Apply(IsCapped(spec) ? spec[TermOptions.Softcap] * TanhAtClass(spec) : spec[TermOptions.LogitScale] * X);

    /// <summary>z[t].</summary>
    public static Expr AtTarget(LossSpec spec) => IsCapped(spec)
        ? new Named("zt", spec[TermOptions.Softcap] * TanhAtTarget(spec))
        : spec[TermOptions.LogitScale] == 1 ? TargetX : new Named("zt", spec[TermOptions.LogitScale] * TargetX);

    /// <summary>z[c] - m.</summary>
    public static Expr Shifted(LossSpec spec) => AtClass(spec) - Reference;

    /// <summary>z[t] - m.</summary>
    public static Expr TargetShifted(LossSpec spec) => AtTarget(spec) - Reference;

    /// <summary>dz/dx at each class, apart from the scale; null where it is 1.</summary>
    public static Expr? Slope(LossSpec spec) => IsCapped(spec) ? 1 - (TanhAtClass(spec) * TanhAtClass(spec)) : null;

    /// <summary>dz/dx at the target, apart from the scale; null where it is 1.</summary>
    public static Expr? TargetSlope(LossSpec spec) => IsCapped(spec) ? 1 - (TanhAtTarget(spec) * TanhAtTarget(spec)) : null;

    private static Tanh TanhAtClass(LossSpec spec) => new Tanh(InsideSoftcap(spec, X));

    private static Named TanhAtTarget(LossSpec spec) => new Named("tanht", new Tanh(InsideSoftcap(spec, TargetX)));

    private static Expr InsideSoftcap(LossSpec spec, Expr x) => Simplify.Apply(spec[TermOptions.LogitScale] / spec[TermOptions.Softcap] * x);

    private static bool IsCapped(LossSpec spec) => spec[TermOptions.Softcap] != 0;
}
