using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class TargetNormalisationTests
{
    [Fact]
    public void TargetsOfTheKernelsOwnType_AreTheCallersMemory()
    {
        Scene<float, int> single = new(6, 5);
        LossCall<float, float, int> call = single.Call(LossPass.Forward, Reduction.Sum);
        Runs.Record(call);
        Assert.Equal([(nint)call.Targets.Pointer, (nint)(call.Targets.Pointer + 4)], ToyKernel<float>.Seen.Select(b => b.TargetsAddress));

        Scene<double, long> wide = new(6, 5);
        LossCall<double, double, long> wideCall = wide.Call(LossPass.Forward, Reduction.Sum);
        Runs.Record(wideCall);
        Assert.Equal([(nint)wideCall.Targets.Pointer, (nint)(wideCall.Targets.Pointer + 4)], ToyKernel<double>.Seen.Select(b => b.TargetsAddress));
    }

    [Fact]
    public void IgnoredTargets_AreReplacedInACopyOnly()
    {
        Scene<float, int> scene = new(6, 5);
        scene.Targets[5] = -100;
        LossCall<float, float, int> call = scene.Call(LossPass.Forward, Reduction.Sum);
        Runs.Record(call);
        Assert.All(ToyKernel<float>.Seen, b => Assert.NotInRange(b.TargetsAddress, (nint)call.Targets.Pointer, (nint)(call.Targets.Pointer + 5)));
        Assert.Equal([0, 1, 2, 3, 4, -1], ToyKernel<float>.Seen.SelectMany(b => b.Targets));
        Assert.Equal(-100, scene.Targets[5]);
    }

    [Fact]
    public void TargetWeights_AreTheWeightsOfTheTargets()
    {
        Scene<float, byte> scene = new(7, 5);
        Runs.Record(scene.Call(LossPass.Forward, Reduction.Sum, weighted: true));
        Assert.Equal([1, 2, 3, 4, 5, 1, 2], ToyKernel<float>.Seen.SelectMany(b => b.TargetWeights!));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(15, b.WeightSum));
    }

    [Fact]
    public void WithoutClassWeights_ThereAreNoTargetWeights()
    {
        Scene<float, int> scene = new(7, 5);
        Runs.Record(scene.Call(LossPass.Forward, Reduction.Sum));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Null(b.TargetWeights));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(0, b.WeightSum));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(-5L)]
    [InlineData(10L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void WeightOfAnIgnoredTarget_IsNeverRead(long ignoreIndex)
    {
        // Far outside, reading it would end the process; nearby, it would read the NaN beside the weights.
        double[] surrounded = Pinned.Build(32, _ => double.NaN);
        for (int c = 0; c < 5; c++)
        {
            surrounded[10 + c] = c + 1;
        }

        Scene<double, long> scene = new(7, 5);
        scene.Targets[2] = ignoreIndex;
        scene.Targets[6] = ignoreIndex;
        LossCall<double, double, long> call = scene.Call(LossPass.Forward, Reduction.Mean, weighted: true);
        call.IgnoreIndex = ignoreIndex;
        call.ClassWeights = new(Pinned.Slice(surrounded).Pointer + 10, 5);
        Assert.Equal(5 / (1 + 2 + 4 + 5 + 1.0), Runs.Record(call));
        Assert.Equal([1, 2, 0, 4, 5, 1, 0], ToyKernel<double>.Seen.SelectMany(b => b.TargetWeights!));
    }

    [Fact]
    public void WeightOfAnIgnoredClass_DoesNotCount()
    {
        Scene<float, byte> scene = new(7, 5);
        scene.ClassWeights[1] = float.NaN;
        LossCall<float, float, byte> call = scene.Call(LossPass.Forward, Reduction.Mean, weighted: true);
        call.IgnoreIndex = 1;
        Assert.Equal(5 / (1 + 3 + 4 + 5 + 1.0), Runs.Record(call));
        Assert.Equal([1, 0, 3, 4, 5, 1, 0], ToyKernel<float>.Seen.SelectMany(b => b.TargetWeights!));
    }

    [Fact]
    public void BlocksOfEveryLength_AreNormalised()
    {
        foreach (long ignoreIndex in (long[])[-100, 0, 3, 9, 77, 255, (1L << 32) + 3])
        {
            foreach (int length in Enumerable.Range(1, 70).Append(1000).Append(4096))
            {
                Normalises<float, int>(length, ignoreIndex);
                Normalises<float, long>(length, ignoreIndex);
                Normalises<float, byte>(length, ignoreIndex);
                Normalises<float, short>(length, ignoreIndex);
                Normalises<double, int>(length, ignoreIndex);
                Normalises<double, long>(length, ignoreIndex);
                Normalises<double, byte>(length, ignoreIndex);
            }
        }
    }

    /// <summary>One block; every fifth target is ignored, where the type can say so.</summary>
    private static void Normalises<T, TTarget>(int length, long ignoreIndex)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        Scene<T, TTarget> scene = new(length, 10);
        scene.ClassWeights[0] = T.NaN;
        bool canIgnore = long.CreateSaturating(TTarget.CreateSaturating(ignoreIndex)) == ignoreIndex;
        for (int i = 4; canIgnore && i < length; i += 5)
        {
            scene.Targets[i] = TTarget.CreateTruncating(ignoreIndex);
        }

        LossCall<T, T, TTarget> call = scene.Call(LossPass.Forward, Reduction.Sum, weighted: true) with { IgnoreIndex = ignoreIndex, BlockRows = 4096 };
        Runs.Record(call);
        SeenBlock block = Assert.Single(ToyKernel<T>.Seen);
        long[] expected = [.. scene.Targets.Select(t => long.CreateChecked(t) == ignoreIndex ? -1 : long.CreateChecked(t))];
        Assert.Equal(expected, block.Targets);
        Assert.Equal(expected.Select(t => t < 0 ? 0 : double.CreateChecked(scene.ClassWeights[t])), block.TargetWeights!);
    }
}
