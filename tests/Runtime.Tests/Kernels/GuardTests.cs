using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class GuardTests
{
    private readonly Scene<float, int> scene = new(3, 5, 2);
    private readonly Scene<float, float> probabilities = new(3, 5, 2);

    public static TheoryData<LossPass, Reduction> PassesAndReductions => Matrix.PassesAndReductions;

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void ValidCall_IsAccepted(LossPass pass, Reduction reduction)
    {
        Runs.Compute(scene.Call(pass, reduction, weighted: true));
        Runs.Compute(probabilities.Call(pass, reduction, weighted: true));
        Assert.Equal(pass != LossPass.Forward || reduction == Reduction.None, !scene.NothingWritten);
    }

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void LogitsThatAreNoWholeSamples_AreRefused(LossPass pass, Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(pass, reduction);
        call.Input = new(call.Input.Pointer, 29);
        Refused(call, "logits", "logits: expected a multiple of C·S = 5 classes · 2 positions, got 29 elements.");
        call.Input = new(call.Input.Pointer, 25);
        Refused(call, "logits", "logits: expected a multiple of C·S = 5 classes · 2 positions, got 25 elements.");
        call.Positions = 1;
        call.Input = new(call.Input.Pointer, 24);
        Refused(call, "logits", "logits: expected a multiple of C = 5 classes, got 24 elements.");
    }

    [Fact]
    public void MorePositionsThanFit_AreRefused()
    {
        LossCall<float, float, int> call = scene.Call(LossPass.Forward, Reduction.Sum);
        call.Positions = nint.MaxValue;
        Refused(call, "logits", $"C·S = 5 classes · {nint.MaxValue} positions, got 30 elements.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void FewerThanOnePosition_AreRefused(int positions)
    {
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum);
        call.Positions = positions;
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(call));
        Assert.Equal("positions", e.ParamName);
        Assert.StartsWith($"positions: expected 1 or more, got {positions}.", e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    }

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void WrongNumberOfTargets_IsRefused(LossPass pass, Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(pass, reduction);
        foreach (nint length in (nint[])[0, 5, 7])
        {
            call.Targets = new(call.Targets.Pointer, length);
            Refused(call, "targets", $"targets: expected 6 elements, one per sample, got {length} elements.");
        }

        LossCall<float, float, float> dense = probabilities.Call(pass, reduction);
        dense.Targets = new(dense.Targets.Pointer, 6);
        Refused(dense, "targets", "targets: expected 30 elements, as many as logits, got 6 elements.");
    }

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void WrongNumberOfClassWeights_IsRefused(LossPass pass, Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(pass, reduction, weighted: true);
        foreach (nint length in (nint[])[0, 4, 6])
        {
            call.ClassWeights = new(call.ClassWeights.Pointer, length);
            Refused(call, "classWeights", $"classWeights: expected 5 elements, one per class, got {length} elements.");
        }
    }

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void ClassWeightsThatNobodyAskedFor_AreRefused(LossPass pass, Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(pass, reduction);
        call.ClassWeights = Pinned.Slice(scene.ClassWeights);
        Refused(call, "classWeights", "classWeights: expected none, since this loss declares its class weights");
    }

    [Theory]
    [MemberData(nameof(PassesAndReductions))]
    public void WrongLengthOfAnOutputOrUpstream_IsRefused(LossPass pass, Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(pass, reduction);
        if (pass != LossPass.Forward)
        {
            foreach (nint length in (nint[])[0, 29, 31])
            {
                Refused(call with { Gradient = new(call.Gradient.Pointer, length) }, "gradient", $"gradient: expected 30 elements, as many as logits, got {length} elements.");
            }
        }

        if (pass != LossPass.Forward && reduction == Reduction.None)
        {
            foreach (nint length in (nint[])[0, 5, 7])
            {
                Refused(call with { UpstreamRows = new(call.UpstreamRows.Pointer, length) }, "upstream", $"upstream: expected 6 elements, one per sample, got {length} elements.");
            }
        }

        if (pass != LossPass.Backward && reduction == Reduction.None)
        {
            foreach (nint length in (nint[])[0, 5, 7])
            {
                Refused(call with { Losses = new(call.Losses.Pointer, length) }, "losses", $"losses: expected 6 elements, one per sample, got {length} elements.");
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void DivisorThatIsZeroOrNotFinite_IsRefused(double divisor)
    {
        foreach (LossPass pass in Enum.GetValues<LossPass>())
        {
            LossCall<float, float, int> call = scene.Call(pass, Reduction.Mean);
            call.Divisor = divisor;
            ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(call));
            Assert.Equal("divisor", e.ParamName);
            Assert.StartsWith("divisor: expected a finite number other than 0, got ", e.Message, StringComparison.Ordinal);
            Assert.True(scene.NothingWritten);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void BlocksWithoutRows_AreRefused(int blockRows)
    {
        LossCall<float, float, int> call = scene.Call(LossPass.Forward, Reduction.Mean) with { BlockRows = blockRows };
        Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(call));
        LossCall<float, float, float> dense = probabilities.Call(LossPass.Forward, Reduction.Mean) with { BlockRows = blockRows };
        Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(dense));
    }

    [Fact]
    public void BatchMean_IsNoReductionOverClasses()
    {
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.BatchMean);
        Assert.Throws<ArgumentOutOfRangeException>("reduction", () => Runs.Compute(call));
        Assert.True(scene.NothingWritten);
    }

    [Fact]
    public void Refusals_NameTheInputAsTheCallerDoes()
    {
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum);
        call.InputName = "logProbabilities";
        Refused(call with { ClassCount = 4 }, "logProbabilities", "logProbabilities: expected a multiple of C·S = 4 classes · 2 positions, got 30 elements.");
        Refused(call with { Gradient = default }, "gradient", "gradient: expected 30 elements, as many as logProbabilities, got 0 elements.");
        Refused(call with { Gradient = new(call.Input.Pointer + 1, 30) }, "gradient", "gradient: expected memory apart from logProbabilities, got memory that overlaps it without");
    }

    [Fact]
    public void EveryGuardComesBeforeTheTargets()
    {
        scene.Targets[0] = 99;
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum);
        call.Divisor = 0;
        Assert.Equal("divisor", Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(call)).ParamName);
    }

    private void Refused(LossCall<float, float, int> call, string argument, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Runs.Compute(call));
        Assert.Equal(argument, e.ParamName);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    }

    private void Refused(LossCall<float, float, float> call, string argument, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Runs.Compute(call));
        Assert.Equal(argument, e.ParamName);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(probabilities.NothingWritten);
    }
}
