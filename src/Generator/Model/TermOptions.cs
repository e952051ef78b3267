namespace Gen.CrossEntropy.Generator.Model;

/// <summary>
/// An option of cross-entropy that is one real number.
/// </summary>
/// <param name="Name">The attribute's property.</param>
/// <param name="Words">What headers call it.</param>
/// <param name="None">The value that is as good as not written.</param>
/// <param name="Range">What it can be.</param>
/// <param name="Example">A value that does something: what tests declare.</param>
/// <param name="NeedsClassIndices">Whether it says something about the sample's own class.</param>
internal sealed record TermOption(string Name, string Words, double None, RealRange Range, double Example, bool NeedsClassIndices = false);

/// <summary>The table of these options: reader, rules, model, headers and the tests' matrix of options go over it.</summary>
internal static class TermOptions
{
    /// <summary>λ of the z-loss λ·lse².</summary>
    public static readonly TermOption ZLoss = new("ZLoss", "z-loss", 0, RealRange.NotNegative, Example: 1e-3);

    /// <summary>What logits are multiplied by first.</summary>
    public static readonly TermOption LogitScale = new("LogitScale", "logit scale", 1, RealRange.Positive, Example: 0.5);

    /// <summary>The bound of softcap(v) = cap·tanh(v/cap).</summary>
    public static readonly TermOption Softcap = new("Softcap", "softcap", 0, RealRange.NotNegative, Example: 20);

    /// <summary>γ of the focal factor (1 - p[t])^γ.</summary>
    public static readonly TermOption FocalGamma = new("FocalGamma", "focal gamma", 0, RealRange.NotNegative, Example: 2, NeedsClassIndices: true);

    /// <summary>ε₁ of the poly term ε₁·w[t]·(1 - p[t]).</summary>
    public static readonly TermOption PolyEpsilon = new("PolyEpsilon", "poly epsilon", 0, RealRange.Finite, Example: -0.5, NeedsClassIndices: true);

    public static readonly IReadOnlyList<TermOption> All = [ZLoss, LogitScale, Softcap, FocalGamma, PolyEpsilon];
}

/// <summary>The value of a <see cref="TermOption"/>, by its name.</summary>
internal sealed record TermValue(string Name, double Value);
