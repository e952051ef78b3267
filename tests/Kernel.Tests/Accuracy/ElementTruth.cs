using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>The losses of elements: loss and derivative of one element, and their sizes.</summary>
internal static class ElementTruth
{
    private const double LeastLog = -100, LeastVariance = 1e-12;

    public static (Cell Loss, Cell Slope) At(Declaration declaration, double x, double y, double positive) => declaration switch
    {
        { Kind: LossKind.BCE } => BCE(x, y),
        { Kind: LossKind.BCEWithLogits } => BCEWithLogits(x, y, positive),
        { Kind: LossKind.KLDiv, LogTarget: false } => (Difference(y == 0 ? 0 : Wide.Log(y) * y, (Wide)y * x), Cell.Of(-y)),
        { Kind: LossKind.KLDiv, LogTarget: true } => Divergence(x, y),
        { Kind: LossKind.MSE } => (Cell.Of(((Wide)x - y) * ((Wide)x - y)), Cell.Of(((Wide)x - y) * 2)),
        _ => throw new NotSupportedException($"No truth for {declaration.Kind}."),
    };

    private static (Cell, Cell) BCE(double x, double y)
    {
        Wide own = Wide.Max(Wide.Log(x), LeastLog), other = Wide.Max(Wide.Log1P(-x), LeastLog);
        return (Cell.Of(-((own * y) + (other * (1 - (Wide)y)))), Cell.Of(((Wide)x - y) / Wide.Max((1 - (Wide)x) * x, LeastVariance)));
    }

    // The loss's size is that of PyTorch's formula, (1-y)·x + mass·(log(1 + exp(-|x|)) + max(-x, 0)), which cancels where x is negative and y is not 1.
    private static (Cell, Cell) BCEWithLogits(double x, double y, double positive)
    {
        Wide decay = Wide.Exp(-Math.Abs(x)), softplus = Wide.Log1P(decay), mass = 1 + (((Wide)positive - 1) * y);
        Wide loss = ((softplus + Math.Max(x, 0)) * (1 - (Wide)y)) + ((softplus + Math.Max(-x, 0)) * y * positive);
        double size = Math.Abs((1 - y) * x) + ((1 + (Math.Abs(positive - 1) * y)) * (softplus.High + Math.Max(-x, 0)));
        Wide sigmoid = (x < 0 ? decay : 1) / (decay + 1);
        return (new Cell(loss, size), new Cell((sigmoid * mass) - ((Wide)positive * y), ((1 + (Math.Abs(positive - 1) * y)) * sigmoid.High) + (positive * y)));
    }

    private static (Cell, Cell) Divergence(double x, double y)
    {
        Wide target = Wide.Exp(y);
        return (Cell.Of(target * ((Wide)y - x)), Cell.Of(-target));
    }

    private static Cell Difference(Wide a, Wide b) => new(a - b, Wide.Abs(a) + Wide.Abs(b));
}
