using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

/// <summary>Class weights of a declaration, which a device is given once. A kernel that counts in the first of them shows how often that was.</summary>
public sealed unsafe class DeviceConstantsTests
{
    private static readonly GpuKernel<float, float> Counting = new(CountInWeights, CountInWeights, groupSize: 32, samplesPerGroup: 32);

    public static TheoryData<string> DeviceNames => TestDevices.Names;

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Weights_GoToADeviceOnce(string device)
    {
        float[] weights = GC.AllocateArray<float>(TenClasses.C, pinned: true);
        weights[0] = 5;
        fixed (float* first = weights)
        {
            Slice<float> slice = new(first, weights.Length);
            using IlgpuDevice other = IlgpuDevices.Emulated(largestGroup: 256);

            Assert.Equal([5, 6, 7], [Run(TestDevices.Get(device), slice), Run(TestDevices.Get(device), slice), Run(TestDevices.Get(device), slice)]);
            Assert.Equal(5, Run(other, slice));
        }
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void OtherWeightsAtTheSameAddress_GoThereAnew(string device)
    {
        float[] weights = GC.AllocateArray<float>(TenClasses.C, pinned: true);
        fixed (float* first = weights)
        {
            Slice<float> slice = new(first, weights.Length);
            Assert.Equal([0, 1], [Run(TestDevices.Get(device), slice), Run(TestDevices.Get(device), slice)]);
            weights[0] = 9;

            Assert.Equal([9, 10], [Run(TestDevices.Get(device), slice), Run(TestDevices.Get(device), slice)]);
        }
    }

    private static double Run(IlgpuDevice device, Slice<float> weights)
    {
        using TensorBuffer<float> input = device.Allocate<float>(1, TenClasses.C);
        using TensorBuffer<int> targets = device.Allocate<int>(1);
        LossCall<float, float, int> call = new()
        {
            Pass = LossPass.Forward,
            ClassCount = TenClasses.C,
            Reduction = Reduction.Sum,
            IgnoreIndex = -100,
            Weighted = true,
            BlockRows = 1,
            HasDeviceKernels = true,
        };
        call.Bind(input, targets);
        call.ClassWeights = weights;
        return GpuIndexLoss.Run(in call, Counting);
    }

    /// <summary>The loss of the only sample is the first weight, which is one more afterwards.</summary>
    private static void CountInWeights(GpuBlock<float, float> block)
    {
        if (Group.IdxX == 0 && block.Refusal[0] == 0)
        {
            float weight = block.ClassWeights[0];
            block.Losses[0] = weight;
            block.ClassWeights[0] = weight + 1;
        }
    }
}
