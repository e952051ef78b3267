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

    private static void AllocatesNothing(Action action)
    {
        // Called until its code is final: a tier that is still warming up may allocate.
        for (int i = 0; i < 50; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            action();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
