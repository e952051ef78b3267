using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace Gen.CrossEntropy.Simulator.Tests.Faults;

public sealed class LaunchTests
{
    [Theory]
    [InlineData(1, 1025)]
    [InlineData(0, 32)]
    [InlineData(1, 0)]
    public void GridThatNoDeviceTakes_IsSaid(int groups, int lanes)
    {
        using Rig rig = new();
        Assert.Equal(
            $"Kernel LaunchTests.Nothing is launched with {groups} groups of {lanes} lanes: at least one of each is needed, and at most 1024 lanes.",
            rig.Fault(Nothing, groups, lanes, rig.View(0f)));
        rig.Run(Nothing, 2, 1024, rig.View(0f));
    }

    [Fact]
    public void DeviceOfSmallGroups_RefusesLargerOnes()
    {
        using Context context = Context.Create(builder => builder.CPU(new CPUDevice(32, 4, 1)));
        using Accelerator accelerator = context.CreateCPUAccelerator(0);
        Assert.Equal(128, accelerator.MaxNumThreadsPerGroup);
        Action<KernelConfig, int> kernel = accelerator.LoadStreamKernel<int>(Count);
        kernel((1, 128), 0);
        Assert.Contains("at most 128 lanes", Assert.Throws<SimulatorException>(() => kernel((1, 129), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExceptionOfAKernel_IsSaidWithItsLane()
    {
        using Rig rig = new();
        SimulatorException fault = Assert.Throws<SimulatorException>(() => rig.Run(Divide, 2, 4, rig.View(1, 1, 1, 0)));
        Assert.StartsWith("Kernel LaunchTests.Divide: lane 3 of group 0 throws DivideByZeroException (", fault.Message, StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(fault.InnerException);
    }

    [Fact]
    public void StaticsOfKernels_AreNotForTheHost()
    {
        Assert.Equal("Group.IdxX exists inside kernels only, and this is host code.", Assert.Throws<SimulatorException>(() => Group.IdxX).Message);
        Assert.Throws<SimulatorException>(() => Grid.DimX);
        Assert.Throws<SimulatorException>(() => Group.Barrier());
        Assert.Throws<SimulatorException>(() => Warp.LaneIdx);
        Assert.Throws<SimulatorException>(() => SharedMemory.Allocate<int>(1));
        Assert.Throws<SimulatorException>(() => LocalMemory.Allocate<int>(1));
    }

    [Fact]
    public void DeviceWithoutShuffles_RefusesAllOfWarp()
    {
        using Settings settings = new();
        SimulatorSettings.HasShuffles = false;
        using Rig rig = new();
        Assert.Equal("Kernel LaunchTests.Shuffle: lane 0 of group 0 uses Warp.ShuffleXor on a device without shuffles, as OpenCL's are.", rig.Fault(Shuffle, 1, 32, 0));
        Assert.Contains("uses Warp.LaneIdx on a device", rig.Fault(AskForLane, 1, 32, 0), StringComparison.Ordinal);
        Assert.Contains("uses Warp.WarpSize on a device", rig.Fault(AskForSize, 1, 32, 0), StringComparison.Ordinal);
        SimulatorSettings.HasShuffles = true;
        rig.Run(Shuffle, 1, 32, 0);
        rig.Run(AskForLane, 1, 32, 0);
        rig.Run(AskForSize, 1, 32, 0);
    }

    [Fact]
    public void NonPublicStruct_IsRefusedWhenItIsLoaded()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel LaunchTests.TakeHidden: parameter value is of type Hidden, which is not public all the way: ILGPU fails to load it.",
            Assert.Throws<SimulatorException>(() => rig.Accelerator.LoadStreamKernel<Hidden>(TakeHidden)).Message);
        Assert.Contains("an element of parameter view is of type Hidden", Assert.Throws<SimulatorException>(() => rig.Accelerator.LoadStreamKernel<ArrayView<Hidden>>(TakeViewOfHidden)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReferenceToAnObject_IsRefusedWhenItIsLoaded()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel LaunchTests.TakeReference: WithReference.Name is a String, a reference to an object, which a device cannot follow.",
            Assert.Throws<SimulatorException>(() => rig.Accelerator.LoadStreamKernel<WithReference>(TakeReference)).Message);
    }

    [Fact]
    public void TypesOfNoFixedForm_AreRefusedWhenTheyAreLoaded()
    {
        using Rig rig = new();
        Assert.Contains("parameter value is a Boolean", Assert.Throws<SimulatorException>(() => rig.Accelerator.LoadKernel<bool>(TakeBool)).Message, StringComparison.Ordinal);
        Assert.Throws<SimulatorException>(() => rig.Accelerator.Allocate1D<bool>(1));
        Assert.Throws<SimulatorException>(() => rig.Accelerator.Allocate1D<char>(1));
    }

    [Fact]
    public void CapturingLambda_IsRefusedWhenItIsLoaded()
    {
        using Rig rig = new();
        int captured = rig.Accelerator.MaxNumThreadsPerGroup;
        Assert.Contains("is not static or captures variables", Assert.Throws<SimulatorException>(() => rig.Accelerator.LoadStreamKernel<int>(n => n = captured)).Message, StringComparison.Ordinal);
        rig.Accelerator.LoadStreamKernel<int>(n => n = 5)((1, 1), 0);
    }

    [Fact]
    public void DisposedAccelerator_RunsNothing()
    {
        Rig rig = new();
        Action<KernelConfig, int> kernel = rig.Accelerator.LoadStreamKernel<int>(Count);
        AcceleratorStream stream = rig.Accelerator.CreateStream();
        MemoryBuffer1D<int, Stride1D.Dense> buffer = rig.Accelerator.Allocate1D<int>(1);
        rig.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kernel((1, 1), 0));
        Assert.Throws<ObjectDisposedException>(() => rig.Accelerator.Allocate1D<int>(1));
        Assert.Throws<ObjectDisposedException>(stream.Synchronize);
        Assert.True(buffer.IsDisposed);
    }

    private static void Nothing(ArrayView<float> view)
    {
    }

    private static void Count(int n)
    {
    }

    private static void Divide(ArrayView<int> view) => view[Group.IdxX] = 1 / view[Group.IdxX];

    private static void Shuffle(int n) => Warp.ShuffleXor(n, 1);

    private static void AskForLane(int n) => _ = Warp.LaneIdx;

    private static void AskForSize(int n) => _ = Warp.WarpSize;

    private static void TakeReference(WithReference value)
    {
    }

    private static void TakeBool(bool value)
    {
    }

    private static void TakeHidden(Hidden value)
    {
    }

    private static void TakeViewOfHidden(ArrayView<Hidden> view)
    {
    }

    public struct WithReference
    {
        public string Name;
    }

    internal struct Hidden
    {
        public int Value;
    }
}
