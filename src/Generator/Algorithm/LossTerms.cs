using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// One addend of a sample's loss: when it is there, its value, and its gradient.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="AppliesTo">Whether a declaration has it.</param>
/// <param name="Formula">The addend as text for headers, sign first: <c>- w[t]·lp[t]</c>.</param>
/// <param name="Value">The addend.</param>
/// <param name="Gradient">Its derivative.</param>
internal sealed record LossTerm(
    string Name, Func<LossSpec, bool> AppliesTo, Func<LossSpec, string> Formula, Func<LossSpec, Expr> Value, Func<LossSpec, TermGradient> Gradient);

/// <summary>
/// d/dz[c] = Softmax·p[c] + Class - Target·(c = t), with p = softmax(z): the form that the gradient of every function of log_softmax takes. Where logits have no scale and no softcap, z is x.
/// </summary>
/// <param name="Softmax">The factor of p[c], or null.</param>
/// <param name="Class">What is added at each class, or null.</param>
/// <param name="Target">What is subtracted at the target class, or null.</param>
internal sealed record TermGradient(Expr? Softmax = null, Expr? Class = null, Expr? Target = null);

/// <summary>The table of loss terms. A new term is one row in the table of its kind.</summary>
internal static class LossTerms
{
    public static readonly IReadOnlyList<LossTerm> All = [.. CrossEntropyTerms.All, .. ClassTerms.All, .. ElementTerms.All];

    /// <summary>The terms of a declaration; none for a softmax, which is no loss.</summary>
    public static IReadOnlyList<LossTerm> Of(LossSpec spec) => All.Where(term => term.AppliesTo(spec)).ToArray();
}
