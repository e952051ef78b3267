using Peers.Losses;

namespace Peers.Cases;

/// <summary>A loss on a batch: a line of the table for each pass and number of threads.</summary>
/// <param name="Loss">What runs.</param>
/// <param name="Samples">N.</param>
/// <param name="Extents">d1 … dk of [N, C, d1, …, dk]; none for [N, C].</param>
/// <param name="Option">What the loss has beyond the plain one; empty for the plain one.</param>
/// <param name="IgnoredShare">The share of ignored targets.</param>
internal sealed record Case(DeclaredLoss Loss, long Samples, long[] Extents, string Option = "", double IgnoredShare = 0)
{
    /// <summary>S.</summary>
    public long Positions => Extents.Aggregate(1L, (a, b) => a * b);

    /// <summary>Samples and positions together.</summary>
    public long Rows => Samples * Positions;

    public long Elements => Rows * Loss.ClassCount;

    /// <summary>[N, C, d1, …, dk]; [N] for losses of elements.</summary>
    public long[] Shape => Loss.IsElementwise ? [Samples] : [Samples, Loss.ClassCount, .. Extents];

    /// <summary>Logits, gradient and what else has an element per logit, in bytes.</summary>
    public long Bytes => Elements * Loss.ElementSize * (Loss.HasProbabilities ? 3 : 2);

    /// <summary>The plain loss of the same classes, where this is one with an option.</summary>
    public DeclaredLoss? PlainLoss => Option == "" ? null : LossTable.Plain(Loss.ClassCount);

    /// <summary>Shape, type and option.</summary>
    public override string ToString() => $"{string.Join('x', Shape)} {Loss.TypeName}{(Loss.IsElementwise ? " bce" : "")}{(Option == "" ? "" : " " + Option)}";
}
