using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>The gradients of the references are those of their losses: compared with differences.</summary>
public sealed class GradientTests
{
    private const int Classes = 4, Samples = 3;

    private static readonly double[] X = [0.5, -1.25, 2, 0.75, -0.5, 1.5, 0.25, -2, 3, 0.125, -1, 1];
    private static readonly double[] Probabilities = [0.125, 0.5, 0.25, 0.375, 0.75, 0.0625, 0.5, 0.875, 0.3125, 0.6875, 0.25, 0.5];

    public static TheoryData<string> Losses => [.. Declarations.Keys];

    private static Dictionary<string, Declaration> Declarations
    {
        get
        {
            Dictionary<string, Declaration> all = [];
            Declaration index = new(Classes) { ClassWeights = [1, 2, 0.5, 3] }, dense = index with { Target = TargetKind.ClassProbabilities };
            foreach ((string name, Func<Declaration, Declaration> with) in new (string, Func<Declaration, Declaration>)[]
            {
                ("plain", d => d), ("smoothing", d => d with { LabelSmoothing = 0.2 }), ("z-loss", d => d with { ZLoss = 0.3 }), ("scale", d => d with { LogitScale = 1.75 }),
                ("softcap", d => d with { Softcap = 1.5 }), ("scale and softcap", d => d with { LogitScale = 0.5, Softcap = 2, ZLoss = 0.1 }),
            })
            {
                all["indices, " + name] = with(index);
                all["probabilities, " + name] = with(dense);
            }

            foreach (double gamma in new[] { 0.5, 1, 2.5 })
            {
                all[$"focal {gamma}"] = index with { FocalGamma = gamma };
                all[$"focal {gamma} with everything"] = index with { FocalGamma = gamma, PolyEpsilon = -0.5, LabelSmoothing = 0.1, ZLoss = 0.1, LogitScale = 1.5, Softcap = 4 };
            }

            all["poly"] = index with { PolyEpsilon = 1.5 };
            all["nll"] = index with { Kind = LossKind.NLL };
            all["entropy of logits"] = new(Classes) { Kind = LossKind.Entropy };
            all["entropy of probabilities"] = new(Classes) { Kind = LossKind.Entropy, Prediction = PredictionKind.Probabilities };
            all["bce"] = new(1) { Kind = LossKind.BCE, WeightsPerCall = true };
            all["bce with logits"] = new(1) { Kind = LossKind.BCEWithLogits, WeightsPerCall = true, PosWeightsPerCall = true };
            all["kl divergence"] = new(1) { Kind = LossKind.KLDiv, Reduction = Reduction.BatchMean };
            all["kl divergence of logs"] = new(1) { Kind = LossKind.KLDiv, LogTarget = true };
            all["squared error"] = new(1) { Kind = LossKind.MSE };
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Gradient_IsTheSlopeOfTheLoss(string name)
    {
        Declaration declaration = Declarations[name] with { DType = DType.Float64 };
        foreach (int positions in new[] { 1, Samples })
        {
            Check(declaration, Batch(declaration, positions), (b, i) => Loss(declaration, b) * b.Upstream![0]);
            Declaration none = declaration with { Reduction = Reduction.None };
            Batch batch = Batch(declaration, positions);
            batch = batch with { Upstream = [.. Enumerable.Range(0, none.IsElementwise ? X.Length : Samples).Select(i => (i % 5) - 1.75)] };
            Check(none, batch, (b, i) => ReferenceLoss.Compute(none, b).Losses.Zip(b.Upstream!).Sum(p => p.First * p.Second));
        }
    }

    [Theory]
    [InlineData(LossKind.Softmax)]
    [InlineData(LossKind.LogSoftmax)]
    public void SoftmaxBackward_IsTheSlopeOfItsOutput(LossKind kind)
    {
        Declaration declaration = new(Classes) { Kind = kind };
        foreach (int positions in new[] { 1, Samples })
        {
            Batch batch = new() { Logits = X, Positions = positions, Upstream = [.. X.Select((_, i) => (i * 5 % 7) - 3.0)] };
            Check(declaration, batch, (b, i) => ReferenceLoss.Compute(declaration, b).Losses.Zip(b.Upstream!).Sum(p => p.First * p.Second));
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(2)]
    public void SaturatedFocalLoss_HasTheGradientOfItsLimit(double gamma)
    {
        // Beside p[t] = 1 - q the loss is q^(1 + γ), and q the other logit's probability.
        foreach (double x in new[] { 30.0, 100, 400, 800, 1e5 })
        {
            Declaration declaration = new(2) { DType = DType.Float64, FocalGamma = gamma };
            LossResult result = ReferenceLoss.Compute(declaration, new Batch { Logits = [x, 0], Targets = Targets.Of(0) });
            double loss = Math.Exp(-x * (1 + gamma));
            Near(loss, result.Losses[0]);
            Near(-(1 + gamma) * loss, result.Gradient[0]);
            Near((1 + gamma) * loss, result.Gradient[1]);
        }

        // And the other way round, the loss is the logarithm itself.
        LossResult wrong = ReferenceLoss.Compute(new(2) { DType = DType.Float64, FocalGamma = gamma }, new Batch { Logits = [-800, 0], Targets = Targets.Of(0) });
        Assert.Equal([800, -1, 1], [wrong.Losses[0], .. wrong.Gradient]);

        static void Near(double expected, double actual) => Assert.InRange(actual, expected - (1e-11 * Math.Abs(expected)) - double.Epsilon, expected + (1e-11 * Math.Abs(expected)) + double.Epsilon);
    }

    private static Batch Batch(Declaration declaration, int positions)
    {
        bool probabilities = declaration.Kind == LossKind.BCE || (declaration.Kind == LossKind.Entropy && declaration.Prediction == PredictionKind.Probabilities);
        return new Batch
        {
            Logits = probabilities ? Probabilities : X,
            Targets = declaration.TakesIndices ? Targets.Of(3, 0, 2) : declaration.TakesDenseTargets ? Targets.Probabilities([.. Probabilities.Reverse()]) : Targets.None,
            Positions = positions,
            Weights = declaration.WeightsPerCall ? [0.5, 2, 1, 0.25] : null,
            PosWeights = declaration.PosWeightsPerCall ? [3, 0.5, 1, 2] : null,
            BatchSize = 5,
            Upstream = [-1.5],
        };
    }

    private static double Loss(Declaration declaration, Batch batch) => ReferenceLoss.Compute(declaration, batch).Losses[0];

    // Two central differences, the second with half the step: together they have an error of the fourth order.
    private static void Check(Declaration declaration, Batch batch, Func<Batch, int, double> value)
    {
        double[] gradient = ReferenceLoss.Compute(declaration, batch).Gradient;
        for (int i = 0; i < gradient.Length; i++)
        {
            double slope = ((4 * Difference(2e-4)) - Difference(4e-4)) / 3;
            Assert.True(Math.Abs(slope - gradient[i]) <= 1e-9 * (1 + Math.Abs(slope)), $"{declaration}, entry {i}: gradient {gradient[i]:R}, slope {slope:R}");

            double Difference(double step) => (value(Moved(step), i) - value(Moved(-step), i)) / (2 * step);

            Batch Moved(double step)
            {
                double[] x = [.. batch.Logits];
                x[i] += step;
                return batch with { Logits = x };
            }
        }
    }
}
