using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

/// <summary>Which kernel of a loss a device runs, and on which grid. Seen by softmaxes that are none: what they write is what they see.</summary>
public sealed class LaunchTests
{
    private static readonly GpuKernel<float, float> Flavours = new(Shuffles, SharedMemory, 1, 1) { OnAmpere = Ampere };

    private static readonly GpuKernel<float, float> OfTwoFlavours = new(Shuffles, SharedMemory, 1, 1);

    private static readonly GpuKernel<float, float> Warps = new(Geometry, Geometry, 32, 1) { GroupsTogether = 4 };

    private static readonly GpuKernel<float, float> Few = new(Geometry, Geometry, 32, 1) { GroupsPerMultiprocessor = 2, ResidentGroups = 2, OnAmpere = GeometryOnAmpere };

    /// <summary>More than 2048 threads, which no multiprocessor has.</summary>
    private static readonly GpuKernel<float, float> TooMany = new(Shuffles, SharedMemory, 256, 1) { ResidentGroups = 9, OnAmpere = Ampere };

    /// <summary>The flavours that are emulated here.</summary>
    public static TheoryData<KernelFlavour> Emulated =>
        typeof(Context).Assembly.GetName().Name == "ILGPU" ? [KernelFlavour.SharedMemory, KernelFlavour.Shuffles] : [KernelFlavour.SharedMemory, KernelFlavour.Shuffles, KernelFlavour.Ampere];

    [Theory]
    [MemberData(nameof(Emulated))]
    public void EveryFlavour_RunsItsOwnKernel(KernelFlavour flavour)
    {
        using IlgpuDevice device = IlgpuDevices.Emulated(flavour, largestGroup: 256);
        Assert.Equal([(float)flavour], Run(device, Flavours, 1));
        Assert.Equal([(float)(flavour == KernelFlavour.SharedMemory ? flavour : KernelFlavour.Shuffles)], Run(device, OfTwoFlavours, 1));
    }

    /// <summary>Warps of rows of their own come together where there are more than fit one by one, and only by shuffles.</summary>
    [Theory]
    [MemberData(nameof(Emulated))]
    public void Warps_ComeTogetherWhereTheyAreMany(KernelFlavour flavour)
    {
        using IlgpuDevice device = IlgpuDevices.Emulated(flavour, largestGroup: 256);
        foreach ((int rows, int groups, int threads) in ((int, int, int)[])[(1, 1, 32), (32, 32, 32), (33, flavour == KernelFlavour.SharedMemory ? 33 : 9, flavour == KernelFlavour.SharedMemory ? 32 : 128)])
        {
            Assert.Equal(Enumerable.Repeat((1000f * groups) + threads, rows), Run(device, Warps, rows));
        }
    }

    /// <summary>An emulated device has one multiprocessor: here it has two groups at most, which go over all rows.</summary>
    [Theory]
    [MemberData(nameof(Emulated))]
    public void FewGroups_TakeManyRows(KernelFlavour flavour)
    {
        using IlgpuDevice device = IlgpuDevices.Emulated(flavour, largestGroup: 256);
        Assert.Equal(Enumerable.Repeat(2032f, 7), Run(device, Few, 7));
        Assert.Equal([1032f], Run(device, Few, 1));
    }

    /// <summary>Only NVIDIA's compiler is told for how many groups there is to be room; the simulator checks what it is told.</summary>
    [Theory]
    [MemberData(nameof(Emulated))]
    public void RoomForGroups_IsAskedOfNvidiasCompiler(KernelFlavour flavour)
    {
        using IlgpuDevice device = IlgpuDevices.Emulated(flavour, largestGroup: 256);
        if (flavour == KernelFlavour.Ampere)
        {
            Assert.Contains("room for 9 groups of 256 lanes", Assert.Throws<InvalidOperationException>(() => Run(device, TooMany, 1)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal([(float)flavour], Run(device, TooMany, 1));
        }
    }

    private static float[] Run(IlgpuDevice device, GpuKernel<float, float> kernel, int rows)
    {
        using TensorBuffer<float> x = device.Allocate<float>(rows, 1);
        using TensorBuffer<float> y = device.Allocate<float>(rows, 1);
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 1, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(x, output: y);
        GpuClassMap.Run(in call, kernel);
        float[] result = new float[rows];
        y.CopyTo(result);
        return result;
    }

    private static void SharedMemory(GpuBlock<float, float> block) => Write(block, KernelFlavour.SharedMemory);

    private static void Shuffles(GpuBlock<float, float> block) => Write(block, KernelFlavour.Shuffles);

    private static void Ampere(GpuBlock<float, float> block) => Write(block, KernelFlavour.Ampere);

    private static void Write(GpuBlock<float, float> block, KernelFlavour flavour)
    {
        if (Group.IdxX == 0)
        {
            block.Output[Grid.IdxX] = (float)flavour;
        }
    }

    private static void GeometryOnAmpere(GpuBlock<float, float> block) => Geometry(block);

    /// <summary>A row a warp: its first thread writes the grid's groups and the group's threads.</summary>
    private static void Geometry(GpuBlock<float, float> block)
    {
        int warps = Group.DimX >> 5;
        for (long i = ((long)Grid.IdxX * warps) + (Group.IdxX >> 5); i < block.Count; i += (long)Grid.DimX * warps)
        {
            if ((Group.IdxX & 31) == 0)
            {
                block.Output[i] = (1000f * Grid.DimX) + Group.DimX;
            }
        }
    }
}
