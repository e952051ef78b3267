using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Wrong calls of generated losses. That a refused call has written nothing, each call checks itself.</summary>
public sealed class RefusalTests
{
    private static readonly Batch Good = new() { Logits = [1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0, 0, 1, 0, 0], Targets = Targets.Of(0, 1, 4) };

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void TargetOutsideTheClasses_IsRefusedInEveryPass_WithItsRow(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (Reduction reduction in new[] { Reduction.None, Reduction.Mean })
        {
            CompiledLoss loss = Losses.Of(5, dtype, reduction);

            // The last one is 0 in its lower half.
            foreach (long wrong in new[] { -1, 5, 6, -101, int.MaxValue, 1L << 32 })
            {
                Batch batch = Good with { Targets = Targets.Of(0, wrong, 4) };
                foreach (Action call in new Action[] { () => loss.Forward(batch), () => loss.Backward(batch), () => loss.ForwardBackward(batch), () => loss.Backward(batch with { InPlace = true }) })
                {
                    ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>("targets", call);
                    Assert.Equal(wrong, refusal.ActualValue);
                    Assert.Contains("row 1:", refusal.Message, StringComparison.Ordinal);
                }
            }

            // And the loss works as before.
            Assert.True(double.IsFinite(loss.Forward(Good)[0]));
        }
    }

    [Fact]
    public void RefusedTargetOfAPosition_NamesSampleAndPosition()
    {
        Batch batch = Good with { Targets = Targets.Of(0, 1, 7), Positions = 3 };
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>("targets", () => Losses.Of(5, DType.Float32, Reduction.Mean).Forward(batch));
        Assert.Contains("sample 0, position 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongLength_IsRefused_WithTheArgument()
    {
        CompiledLoss loss = Losses.Of(5, DType.Float32, Reduction.Mean);
        Assert.Throws<ArgumentException>("logits", () => loss.Forward(Good with { Logits = new double[14] }));
        Assert.Throws<ArgumentException>("logits", () => loss.Forward(Good with { Positions = 2 }));
        Assert.Throws<ArgumentException>("targets", () => loss.Forward(Good with { Targets = Targets.Of(0, 1) }));
        Assert.Throws<ArgumentOutOfRangeException>("positions", () => loss.Forward(Good with { Positions = 0 }));
        Assert.Throws<ArgumentException>("gradient", () => loss.Reduced<float, int>().Backward(new float[15], new int[3], 1, new float[14]));
        Assert.Throws<ArgumentException>("losses", () => Losses.Of(5, DType.Float32, Reduction.None).Unreduced<float, int>().Forward(new float[15], new int[3], new float[4]));
        Assert.Throws<ArgumentException>("upstream", () => Losses.Of(5, DType.Float32, Reduction.None).Unreduced<float, int>().Backward(new float[15], new int[3], new float[2], new float[15]));
        Assert.Throws<ArgumentException>("classWeights", () => Losses.Of(5, DType.Float32, Reduction.Mean, weightsPerCall: true).Forward(Good with { ClassWeights = [1, 2] }));
    }

    [Fact]
    public void ClassWeights_GivenToALossThatTakesNone_AreRefused()
    {
        float[] weights = [1, 1, 1, 1, 1];
        Assert.Throws<ArgumentException>("classWeights", () => Losses.Of(5, DType.Float32, Reduction.Mean).Reduced<float, int>().Forward(new float[15], new int[3], classWeights: weights));
        Assert.Throws<ArgumentException>("classWeights", () => Losses.Of(5, DType.Float32, Reduction.None).Unreduced<float, int>().Forward(new float[15], new int[3], new float[3], classWeights: weights));
        CompiledLoss constant = LossCompiler.Compile(new Declaration(5) { ClassWeights = [1, 2, 0.5, 3, 0.25] }).Loss;
        Assert.Throws<ArgumentException>("classWeights", () => constant.Reduced<float, int>().Forward(new float[15], new int[3], classWeights: weights));
        using TensorBuffer<float> logits = Device.Cpu.Allocate<float>(3, 5), given = Device.Cpu.Allocate<float>(5);
        using TensorBuffer<int> targets = Device.Cpu.Allocate<int>(3);
        Assert.Throws<ArgumentException>("classWeights", () => Losses.Of(5, DType.Float32, Reduction.Mean).Reduced<float, int>().Forward(logits, targets, classWeights: given));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void DivisorThatIsNone_IsRefused(double divisor) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(divisor), () => Losses.Of(5, DType.Float32, Reduction.Mean).Forward(Good with { Divisor = divisor }));

    [Fact]
    public void Overlap_IsRefused_UnlessTheGradientIsExactlyTheLogits()
    {
        float[] memory = new float[40];
        int[] targets = new int[3];
        ReducedCalls<float, int> mean = Losses.Of(5, DType.Float32, Reduction.Mean).Reduced<float, int>();
        UnreducedCalls<float, int> none = Losses.Of(5, DType.Float32, Reduction.None).Unreduced<float, int>();
        mean.Backward(memory.AsSpan(0, 15), targets, 1, memory.AsSpan(0, 15));
        float[] before = [.. memory];
        Assert.Throws<ArgumentException>("gradient", () => mean.Backward(memory.AsSpan(0, 15), targets, 1, memory.AsSpan(1, 15)));
        Assert.Throws<ArgumentException>("gradient", () => mean.ForwardBackward(memory.AsSpan(5, 15), targets, memory.AsSpan(0, 15), 1));
        Assert.Throws<ArgumentException>("losses", () => none.Forward(memory.AsSpan(0, 15), targets, memory.AsSpan(14, 3)));
        Assert.Throws<ArgumentException>("gradient", () => none.Backward(memory.AsSpan(0, 15), targets, memory.AsSpan(20, 3), memory.AsSpan(22, 15)));
        Assert.Throws<ArgumentException>(() => none.ForwardBackward(memory.AsSpan(0, 15), targets, new float[3], memory.AsSpan(22, 3), memory.AsSpan(20, 15)));
        Assert.Equal(before, memory);
    }
}
