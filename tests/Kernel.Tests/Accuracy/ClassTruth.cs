using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>The losses over a class axis: the loss and the gradient of one row, and their sizes.</summary>
internal static class ClassTruth
{
    /// <summary>Writes the gradient.</summary>
    /// <returns>The loss.</returns>
    public static Cell Row(Declaration declaration, Batch batch, int sample, Span<Cell> dx)
    {
        int classes = declaration.ClassCount;
        ReadOnlySpan<double> x = batch.Logits.AsSpan(sample * classes, classes);
        double[]? w = batch.ClassWeights;
        int t = batch.Targets is IndexTargets indices ? (int)indices.Values[sample] : -1;
        Cell loss = declaration.Kind switch
        {
            LossKind.NLL => NLL(x, t, w![t], dx),
            LossKind.Entropy when declaration.Prediction == PredictionKind.Probabilities => EntropyOfProbabilities(x, dx),
            LossKind.Entropy => EntropyOfLogits(x, dx),
            LossKind.CrossEntropy => CrossEntropy(
                declaration, x, t, batch.Targets is ProbabilityTargets q ? q.Values.AsSpan(sample * classes, classes) : [], w ?? [.. Enumerable.Repeat(1.0, classes)], dx),
            _ => throw new NotSupportedException($"No truth for {declaration.Kind}."),
        };
        foreach (ref Cell cell in dx)
        {
            cell *= batch.Upstream![sample];
        }

        return loss;
    }

    private static Cell NLL(ReadOnlySpan<double> x, int t, double w, Span<Cell> dx)
    {
        dx.Clear();
        dx[t] = Cell.Of(-w);
        return Cell.Of((Wide)(-w) * x[t]);
    }

    private static Cell EntropyOfProbabilities(ReadOnlySpan<double> p, Span<Cell> dx)
    {
        Cell h = default;
        for (int c = 0; c < p.Length; c++)
        {
            Wide log = Wide.Log(p[c]);
            h = Add(h, Cell.Of(-(log * p[c])));
            dx[c] = new Cell(-(log + 1), 1 + Wide.Abs(log));
        }

        return h;
    }

    // H = log s - Σ p·(z - m), dx = -p·(lp + H).
    private static Cell EntropyOfLogits(ReadOnlySpan<double> x, Span<Cell> dx)
    {
        SoftmaxTruth softmax = new(ToWide(x));
        Cell h = default;
        for (int c = 0; c < x.Length; c++)
        {
            h = Add(h, new Cell(-(softmax.Probabilities[c] * softmax.LogProbabilities[c]), softmax.Probabilities[c].High * softmax.Sizes[c] * softmax.Sizes[c]));
        }

        for (int c = 0; c < x.Length; c++)
        {
            Wide p = softmax.Probabilities[c], inner = softmax.LogProbabilities[c] + h.Value;
            dx[c] = new Cell(-(p * inner), (softmax.ProbabilitySize(c) * Wide.Abs(inner)) + (p.High * (softmax.Sizes[c] + h.Size)));
        }

        return h;
    }

    private static Cell CrossEntropy(Declaration d, ReadOnlySpan<double> x, int t, ReadOnlySpan<double> q, double[] w, Span<Cell> dx)
    {
        Wide[] tanh = d.Softcap == 0 ? [] : [.. ToWide(x).Select(v => Wide.Tanh(v / d.Softcap))];
        SoftmaxTruth softmax = new(d.Softcap == 0 ? ToWide(x) : [.. tanh.Select(v => v * d.Softcap)], computed: d.Softcap != 0);

        // The part that is linear in lp: -Σ_c share[c]·lp[c]. Of focal, the target's share is apart.
        Cell loss = default, mass = default;
        Wide[] share = new Wide[x.Length];
        for (int c = 0; c < x.Length; c++)
        {
            double own = q.Length > 0 ? q[c] : d.FocalGamma == 0 && c == t ? 1 : 0;
            share[c] = (((1 - (Wide)d.LabelSmoothing) * own) + ((Wide)d.LabelSmoothing / x.Length)) * w[c];
            loss = Add(loss, new Cell(-(share[c] * softmax.LogProbabilities[c]), Wide.Abs(share[c]) * softmax.Sizes[c]));
            mass = Add(mass, Cell.Of(share[c]));
        }

        // What p[c] is multiplied by in the gradient, and what is subtracted from the result at the target.
        Cell factor = mass, target = default;
        if (d.FocalGamma != 0)
        {
            (Cell focal, Cell slope) = Focal(softmax, t, d.FocalGamma, d.DType == DType.Float64 ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23));
            loss = Add(loss, focal * w[t]);
            (factor, target) = (Add(factor, slope * w[t]), Add(target, slope * w[t]));
        }

        if (d.PolyEpsilon != 0)
        {
            double size = Math.Abs(d.PolyEpsilon) * w[t];
            loss = Add(loss, new Cell(softmax.Missed(t) * d.PolyEpsilon * w[t], size));
            Cell slope = new(softmax.Probabilities[t] * d.PolyEpsilon * w[t], softmax.ProbabilitySize(t) * size);
            (factor, target) = (Add(factor, slope), Add(target, slope));
        }

        if (d.ZLoss != 0)
        {
            Cell lse = softmax.LogSumExp;
            loss = Add(loss, new Cell(lse.Value * lse.Value, lse.Size * lse.Size) * d.ZLoss);
            factor = Add(factor, lse * (2 * d.ZLoss));
        }

        for (int c = 0; c < x.Length; c++)
        {
            Cell dz = new((softmax.Probabilities[c] * factor.Value) - share[c], (softmax.ProbabilitySize(c) * factor.Size) + Wide.Abs(share[c]));
            dz = c == t ? new Cell(dz.Value - target.Value, dz.Size + target.Size) : dz;
            dx[c] = d.Softcap == 0 ? dz : Slope(dz, tanh[c]);
        }

        return loss;
    }

    // dz/dx = 1 - tanh² is off by a rounding of 1.
    private static Cell Slope(Cell dz, Wide tanh)
    {
        Wide slope = 1 - (tanh * tanh);
        return new Cell(dz.Value * slope, (dz.Size * slope.High) + Wide.Abs(dz.Value));
    }

    // (1 - p)^γ·(-lp) and (1 - p)^γ·(1 - γ·p·lp/(1 - p)). 1 - p is off by a rounding of 1, and so is lp: near p = 1 what follows from it is off by the slope of the power.
    private static (Cell Loss, Cell Slope) Focal(SoftmaxTruth softmax, int t, double gamma, double unit)
    {
        Wide p = softmax.Probabilities[t], lp = softmax.LogProbabilities[t], missed = softmax.Missed(t), power = Wide.Pow(missed, gamma);
        double least = missed.High + unit, size = Math.Pow(least, gamma), rate = gamma * Math.Pow(least, gamma - 1);
        Wide quotient = missed.High == 0 ? 1 : p * -lp / missed;
        return (
            new Cell(-(power * lp), (size * softmax.Sizes[t]) + (rate * (Wide.Abs(lp) + unit))),
            new Cell(power * ((quotient * gamma) + 1), (size * (1 + (gamma * quotient.High * softmax.Sizes[t]))) + (rate * (1 + quotient.High))));
    }

    private static Cell Add(Cell a, Cell b) => new(a.Value + b.Value, a.Size + b.Size);

    private static Wide[] ToWide(ReadOnlySpan<double> x)
    {
        Wide[] wide = new Wide[x.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = x[i];
        }

        return wide;
    }
}
