using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// A reference near the largest logit, from a few of them, so that the row is walked once instead of twice. Any reference gives the same log-sum-exp as long as no exponential overflows; where the sum says that the guess
/// was far too low, the row is summed again with the maximum.
/// </summary>
/// <param name="Of">The log-sum-exp.</param>
internal sealed record Guess(LogSumExp Of) : Step
{
    /// <summary>
    /// A sum below this, 2^20, is accepted: no logit then lies more than 13.9 above the reference, which costs its exponential no more than 7e-7 of its value in Float32. A larger sum, an infinite one or NaN is not.
    /// </summary>
    public const double LargestSum = 1048576;

    public override IEnumerable<Expr> Operands => [];

    public override IEnumerable<string> Defines => [Of.Reference];
}
