using Gen.CrossEntropy;

namespace Peers.Losses;

/// <summary>Every declared loss of this program, to be found by what it is.</summary>
internal static unsafe class LossTable
{
    private static readonly DeclaredLoss[] PlainLosses =
    [
        new IndexLoss<float, float>(typeof(Float32x2), &Float32x2.Forward, &Float32x2.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x3), &Float32x3.Forward, &Float32x3.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x5), &Float32x5.Forward, &Float32x5.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x10), &Float32x10.Forward, &Float32x10.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x16), &Float32x16.Forward, &Float32x16.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x19), &Float32x19.Forward, &Float32x19.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x21), &Float32x21.Forward, &Float32x21.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x24), &Float32x24.Forward, &Float32x24.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x32), &Float32x32.Forward, &Float32x32.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x64), &Float32x64.Forward, &Float32x64.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x80), &Float32x80.Forward, &Float32x80.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x100), &Float32x100.Forward, &Float32x100.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x128), &Float32x128.Forward, &Float32x128.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x1000), &Float32x1000.Forward, &Float32x1000.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x4096), &Float32x4096.Forward, &Float32x4096.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x8192), &Float32x8192.Forward, &Float32x8192.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x32768), &Float32x32768.Forward, &Float32x32768.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x50257), &Float32x50257.Forward, &Float32x50257.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x131072), &Float32x131072.Forward, &Float32x131072.ForwardBackward),
        new IndexLoss<float, float>(typeof(Float32x262144), &Float32x262144.Forward, &Float32x262144.ForwardBackward),
    ];

    private static readonly DeclaredLoss[] OfThousandClasses =
    [
        new IndexLoss<double, double>(typeof(Float64x1000), &Float64x1000.Forward, &Float64x1000.ForwardBackward),
        new IndexLoss<BFloat16, float>(typeof(BFloat16x1000), &BFloat16x1000.Forward, &BFloat16x1000.ForwardBackward),
        new IndexLoss<Half, float>(typeof(Float16x1000), &Float16x1000.Forward, &Float16x1000.ForwardBackward),
    ];

    private static readonly (string Option, DeclaredLoss Loss)[] OptionLosses =
    [
        ("weights", new IndexLoss<float, float>(typeof(Weighted10), &Weighted10.Forward, &Weighted10.ForwardBackward)),
        ("weights", new IndexLoss<float, float>(typeof(Weighted100), &Weighted100.Forward, &Weighted100.ForwardBackward)),
        ("weights", new IndexLoss<float, float>(typeof(Weighted1000), &Weighted1000.Forward, &Weighted1000.ForwardBackward)),
        ("smoothing", new IndexLoss<float, float>(typeof(Smoothed10), &Smoothed10.Forward, &Smoothed10.ForwardBackward)),
        ("smoothing", new IndexLoss<float, float>(typeof(Smoothed100), &Smoothed100.Forward, &Smoothed100.ForwardBackward)),
        ("smoothing", new IndexLoss<float, float>(typeof(Smoothed1000), &Smoothed1000.Forward, &Smoothed1000.ForwardBackward)),
        ("probabilities", new DenseLoss(typeof(Distributed10), &Distributed10.Forward, &Distributed10.ForwardBackward)),
        ("probabilities", new DenseLoss(typeof(Distributed100), &Distributed100.Forward, &Distributed100.ForwardBackward)),
        ("probabilities", new DenseLoss(typeof(Distributed1000), &Distributed1000.Forward, &Distributed1000.ForwardBackward)),
        ("none", new UnreducedLoss(typeof(Unreduced10), &Unreduced10.Forward, &Unreduced10.ForwardBackward)),
        ("none", new UnreducedLoss(typeof(Unreduced100), &Unreduced100.Forward, &Unreduced100.ForwardBackward)),
        ("none", new UnreducedLoss(typeof(Unreduced1000), &Unreduced1000.Forward, &Unreduced1000.ForwardBackward)),
        ("sum", new IndexLoss<float, float>(typeof(Summed10), &Summed10.Forward, &Summed10.ForwardBackward)),
        ("sum", new IndexLoss<float, float>(typeof(Summed100), &Summed100.Forward, &Summed100.ForwardBackward)),
        ("sum", new IndexLoss<float, float>(typeof(Summed1000), &Summed1000.Forward, &Summed1000.ForwardBackward)),
        ("z-loss", new IndexLoss<float, float>(typeof(Penalised10), &Penalised10.Forward, &Penalised10.ForwardBackward)),
        ("z-loss", new IndexLoss<float, float>(typeof(Penalised100), &Penalised100.Forward, &Penalised100.ForwardBackward)),
        ("z-loss", new IndexLoss<float, float>(typeof(Penalised1000), &Penalised1000.Forward, &Penalised1000.ForwardBackward)),
        ("softcap", new IndexLoss<float, float>(typeof(Capped10), &Capped10.Forward, &Capped10.ForwardBackward)),
        ("softcap", new IndexLoss<float, float>(typeof(Capped100), &Capped100.Forward, &Capped100.ForwardBackward)),
        ("softcap", new IndexLoss<float, float>(typeof(Capped1000), &Capped1000.Forward, &Capped1000.ForwardBackward)),
        ("focal", new IndexLoss<float, float>(typeof(Focal10), &Focal10.Forward, &Focal10.ForwardBackward)),
        ("focal", new IndexLoss<float, float>(typeof(Focal100), &Focal100.Forward, &Focal100.ForwardBackward)),
        ("focal", new IndexLoss<float, float>(typeof(Focal1000), &Focal1000.Forward, &Focal1000.ForwardBackward)),
    ];

    /// <summary>Binary cross-entropy with logits, mean, Float32.</summary>
    public static DeclaredLoss Binary { get; } = new DenseLoss(typeof(BinaryFloat32), &BinaryForward, &BinaryForwardBackward);

    /// <summary>The names of the options that a loss is declared with, in their order.</summary>
    public static IEnumerable<string> Options => OptionLosses.Select(o => o.Option).Distinct();

    /// <summary>The mean over class indices in Float32.</summary>
    public static DeclaredLoss Plain(int classes) => PlainLosses.Single(l => l.ClassCount == classes);

    /// <summary>The mean over class indices of 1000 classes in another type.</summary>
    public static DeclaredLoss Thousand(DType dtype) => OfThousandClasses.Single(l => l.DType == dtype);

    /// <summary>A loss with one option.</summary>
    public static DeclaredLoss With(string option, int classes) => OptionLosses.Single(o => o.Option == option && o.Loss.ClassCount == classes).Loss;

    // Elements have no positions.
    private static float BinaryForward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int positions, double? divisor) => BinaryFloat32.Forward(x, y, divisor);

    private static float BinaryForwardBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gradient, float upstream, int positions, double? divisor) =>
        BinaryFloat32.ForwardBackward(x, y, gradient, upstream, divisor);
}
