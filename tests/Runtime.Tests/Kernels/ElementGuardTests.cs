using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class ElementGuardTests
{
    private readonly ElementScene<float, float> scene = new(30);
    private readonly float[] six = Pinned.Build(6, _ => 1f);

    public static TheoryData<LossPass, Reduction> PassesAndReductions => Matrix.PassesAndReductions;

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void WrongLengths_AreRefused(LossPass pass, Reduction reduction)
    {
        ElementCall<float, float> call = scene.Call(pass, reduction);
        foreach (nint length in (nint[])[0, 29, 31])
        {
            Refused(call with { Targets = new(call.Targets.Pointer, length) }, "logTargets", $"logTargets: expected 30 elements, as many as predictions, got {length} elements.");
            if (pass != LossPass.Forward)
            {
                Refused(call with { Gradient = new(call.Gradient.Pointer, length) }, "gradient", $"gradient: expected 30 elements, as many as predictions, got {length} elements.");
            }

            if (pass != LossPass.Forward && reduction == Reduction.None)
            {
                Refused(call with { UpstreamElements = new(call.UpstreamElements.Pointer, length) }, "upstream", $"upstream: expected 30 elements, as many as predictions, got {length} elements.");
            }

            if (pass != LossPass.Backward && reduction == Reduction.None)
            {
                Refused(call with { Losses = new(call.Losses.Pointer, length) }, "losses", $"losses: expected 30 elements, as many as predictions, got {length} elements.");
            }
        }
    }

    [Theory]
    [InlineData(0, 1, "K of which 30 is a multiple, got 0 elements.")]
    [InlineData(4, 1, "K of which 30 is a multiple, got 4 elements.")]
    [InlineData(31, 1, "K of which 30 is a multiple, got 31 elements.")]
    [InlineData(60, 1, "K of which 30 is a multiple, got 60 elements.")]
    [InlineData(6, 2, "K of which, times S = 2 positions, 30 is a multiple, got 6 elements.")]
    [InlineData(15, 3, "K of which, times S = 3 positions, 30 is a multiple, got 15 elements.")]
    [InlineData(6, int.MaxValue, "K of which, times S = 2147483647 positions, 30 is a multiple, got 6 elements.")]
    public void WeightsThatDoNotFit_AreRefused(int count, int positions, string message)
    {
        float[] memory = Pinned.Build(64, _ => 1f);
        ElementCall<float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum, memory, memory, positions);
        Slice<float> good = new(Pinned.Slice(memory).Pointer, 30);
        Slice<float> wrong = new(Pinned.Slice(memory).Pointer, count);
        Refused(call with { Weights = wrong, PosWeights = good }, "weights", $"weights: expected 30 elements, as many as predictions, or {message}");
        Refused(call with { Weights = good, PosWeights = wrong }, "posWeights", $"posWeights: expected 30 elements, as many as predictions, or {message}");
    }

    [Fact]
    public void WeightsThatNobodyAskedFor_AreRefused()
    {
        ElementCall<float, float> call = scene.Call(LossPass.Forward, Reduction.Sum);
        Refused(call with { Weights = Pinned.Slice(six) }, "weights", "weights: expected none, since this loss declares none that are given at each call, got 6 elements.");
        Refused(call with { PosWeights = Pinned.Slice(six) }, "posWeights", "posWeights: expected none, since this loss declares none that are given at each call, got 6 elements.");
    }

    [Fact]
    public void NumbersOutOfRange_AreRefused()
    {
        ElementCall<float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean);
        OutOfRange(call with { Positions = 0 }, "positions", "positions: expected 1 or more, got 0.");
        OutOfRange(call with { Divisor = 0 }, "divisor", "divisor: expected a finite number other than 0, got 0.");
        OutOfRange(call with { Divisor = double.NaN }, "divisor", "divisor: expected a finite number other than 0, got NaN.");
        OutOfRange(call with { Reduction = (Reduction)4 }, "reduction", "reduction: expected None to BatchMean, got 4.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void BatchSizeBelowOne_IsRefused(int batchSize)
    {
        ElementCall<float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.BatchMean) with { BatchSize = batchSize };
        OutOfRange(call, "batchSize", $"batchSize: expected 1 or more, got {batchSize}.");
    }

    [Fact]
    public void BatchSizeThatDoesNotDivideTheElements_IsRefused()
    {
        ElementCall<float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.BatchMean) with { BatchSize = 4 };
        Refused(call, "predictions", "predictions: expected a multiple of batchSize = 4, got 30 elements.");
        OutOfRange(new ElementScene<float, float>(0).Call(LossPass.Forward, Reduction.BatchMean) with { BatchSize = -1 }, "batchSize", "batchSize: expected 0 or more, got -1.");

        // Nobody else looks at it.
        Runs.Compute(scene.Call(LossPass.Forward, Reduction.Mean) with { BatchSize = -1 });
    }

    [Fact]
    public void WrittenOverRead_IsRefused()
    {
        float[] memory = Pinned.Build(300, i => (float)i);
        Slice<float> At(int start) => new(Pinned.Slice(memory).Pointer + start, 30);
        ElementCall<float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.None, six, six) with
        {
            Input = At(0), Targets = At(40), Weights = At(80), PosWeights = At(120), UpstreamElements = At(160), Losses = At(200), Gradient = At(240),
        };
        foreach ((string other, int start) in ((string, int)[])[("predictions", 0), ("logTargets", 40), ("weights", 80), ("posWeights", 120), ("upstream", 160)])
        {
            Refused(call with { Losses = At(start + 1) }, "losses", $"losses: expected memory apart from {other}, got memory that overlaps it.");
            Refused(call with { Losses = At(start) }, "losses", $"losses: expected memory apart from {other}, got memory that overlaps it.");
            Refused(call with { Gradient = At(start + 29) }, "gradient", $"gradient: expected memory apart from {other}, got memory that overlaps it");
            if (start > 0)
            {
                Refused(call with { Gradient = At(start) }, "gradient", $"gradient: expected memory apart from {other}, got memory that overlaps it.");
            }
        }

        Refused(call with { Losses = At(230) }, "losses", "losses: expected memory apart from gradient, got memory that overlaps it.");
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (float)i), memory);
        Runs.Compute(call with { Gradient = At(0) });
    }

    private void Refused(ElementCall<float, float> call, string argument, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(argument, () => Runs.Compute(call));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    }

    private void OutOfRange(ElementCall<float, float> call, string argument, string message)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(argument, () => Runs.Compute(call));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    }
}
