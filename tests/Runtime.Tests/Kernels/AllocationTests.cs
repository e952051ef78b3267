using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class AllocationTests
{
    [Theory]
    [InlineData(LossPass.Forward, Reduction.None)]
    [InlineData(LossPass.Backward, Reduction.Mean)]
    [InlineData(LossPass.ForwardBackward, Reduction.None)]
    public void Run_AllocatesNothing(LossPass pass, Reduction reduction)
    {
        Scene<float, byte> bytes = new(300, 10);
        Scene<double, long> longs = new(20, 10, 3);
        Scene<float, float> dense = new(20, 10, 3);
        longs.Targets[7] = -100;
        LossCall<float, float, byte> byteCall = bytes.Call(pass, reduction, weighted: true);
        LossCall<double, double, long> longCall = longs.Call(pass, reduction, weighted: true);
        LossCall<float, float, float> denseCall = dense.Call(pass, reduction);
        AllocatesNothing(() =>
        {
            Runs.Compute(byteCall);
            Runs.Compute(longCall);
            Runs.Compute(denseCall);
        });
    }

    [Theory]
    [InlineData(LossPass.Forward)]
    [InlineData(LossPass.ForwardBackward)]
    public void SixteenBitElements_AllocateNothing(LossPass pass)
    {
        Scene<Half, float, int> indices = new(300, 10, 3);
        Scene<BFloat16, float, BFloat16> dense = new(500, 10);
        LossCall<Half, float, int> indexCall = indices.Call(pass, Reduction.Mean, weighted: true, LossOutputs.Losses | LossOutputs.LogSumExp);
        LossCall<BFloat16, float, BFloat16> denseCall = dense.Call(pass, Reduction.None);
        AllocatesNothing(() =>
        {
            Runs.Compute(indexCall);
            Runs.Compute(denseCall);
            Runs.ComputeWithoutTargets(denseCall);
        });
    }

    [Fact]
    public void ElementwiseCallsAndMaps_AllocateNothing()
    {
        double[] x = Pinned.Build(9000, _ => .5);
        Half[] h = Pinned.Build(9000, _ => Half.One);
        double[] y = Pinned.Build(9000, _ => .5);
        Half[] k = Pinned.Build(9000, _ => Half.One);
        ElementCall<double, double> wide = new()
        {
            Pass = LossPass.ForwardBackward, Reduction = Reduction.Sum, InputIsProbability = true, Weighted = true,
            Input = Pinned.Slice(x), Targets = Pinned.Slice(y), Weights = Pinned.Slice(Pinned.Of(1.0, 2, 3)), Gradient = Pinned.Slice(x),
        };
        ElementCall<Half, float> narrow = new()
        {
            Pass = LossPass.Forward, Reduction = Reduction.Mean, PosWeighted = true, Positions = 3,
            Input = Pinned.Slice(h), Targets = Pinned.Slice(k), PosWeights = Pinned.Slice(Pinned.Of(Half.One)),
        };
        MapCall<Half, float> map = new() { Pass = LossPass.Backward, ClassCount = 10, BlockRows = 64, Positions = 9, Input = Pinned.Slice(h), Upstream = Pinned.Slice(k), Gradient = Pinned.Slice(h) };
        AllocatesNothing(() =>
        {
            Count(wide);
            Count(narrow);
            Count(map);
        });
    }

    [Fact]
    public void BoundCall_AllocatesNothing()
    {
        ToyKernel<float>.Classes = 5;
        using TensorBuffer<float> logits = Device.Cpu.Allocate<float>(4, 5, 3, 2);
        using TensorBuffer<int> targets = Device.Cpu.Allocate<int>(4, 3, 2);
        using TensorBuffer<float> perSample = Device.Cpu.Allocate<float>(4, 3, 2);
        using TensorBuffer<float> losses = Device.Cpu.Allocate<float>(4, 3, 2);
        using TensorBuffer<float> weights = Device.Cpu.Allocate<float>(5);
        AllocatesNothing(() =>
        {
            LossCall<float, float, int> call = new() { Pass = LossPass.ForwardBackward, ClassCount = 5, IgnoreIndex = -100, Weighted = true, BlockRows = 256 };
            call.Bind(logits, targets, weights, perSample, losses, logits);
            Runs.Compute(call);
        });
    }

    [Fact]
    public void GrownScratch_AllocatesNothing() => AllocatesNothing(() => Scratch.Rent<float>(100_000));

    private static void Count(ElementCall<double, double> call) => ElementLoss.Run(in call, &ToyKernel<double>.Count);

    private static void Count(ElementCall<Half, float> call) => ElementLoss.Run(in call, &ToyKernel<float>.Count);

    private static void Count(MapCall<Half, float> call) => ClassMap.Run(in call, &ToyKernel<float>.Count);

    private static void AllocatesNothing(Action action)
    {
        // Called until its code is final: a tier that is still warming up may allocate.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 100 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Thread.Sleep(least > 0 ? 10 : 0);
        }

        Assert.Equal(0, least);
    }
}
