using System.Diagnostics;
using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy.Simulator.Tests.Execution;

public sealed class GroupTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(37, 0)]
    [InlineData(1024, 0)]
    [InlineData(256, 9)]
    public void ReductionInSharedMemory_IsTheSum(int lanes, int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        ArrayView<float> input = rig.View(Enumerable.Range(0, lanes * 5).Select(i => (float)i).ToArray());
        ArrayView<float> sums = rig.Fresh<float>(5);
        rig.Run(Sum, 5, lanes, input, sums);
        Assert.Equal(Enumerable.Range(0, 5).Select(g => (float)Enumerable.Range(g * lanes, lanes).Sum()), sums.GetAsArray());
    }

    [Fact]
    public void Indices_AreThoseOfTheGrid()
    {
        using Rig rig = new();
        ArrayView<int> result = rig.Fresh<int>(6 * 3);
        rig.Run(WriteIndices, 3, 2, result);
        Assert.Equal([2, 3, 0, 2, 3, 1, 2, 3, 2, 2, 3, 3, 2, 3, 4, 2, 3, 5], result.GetAsArray());
    }

    [Fact]
    public void LocalMemory_IsTheLanesOwn()
    {
        using Rig rig = new();
        ArrayView<int> result = rig.Fresh<int>(64);
        rig.Run(UseLocal, 1, 64, result);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => 3 * i), result.GetAsArray());
    }

    [Fact]
    public void LaunchesFromManyThreads_DoNotDisturbEachOther()
    {
        using Rig shared = new();
        Parallel.For(0, 16, i =>
        {
            using Rig own = new();
            foreach (Rig rig in (Rig[])[own, shared])
            {
                ArrayView<float> sums = rig.Fresh<float>(1);
                rig.Run(Sum, 1, 32 + i, rig.View(Enumerable.Repeat((float)i, 32 + i).ToArray()), sums);
                Assert.Equal((32 + i) * i, sums.GetAsArray()[0]);
            }
        });
    }

    [Fact]
    public void Barrier_IsCheapEnoughForTests()
    {
        using Rig rig = new();
        rig.Run(ManyBarriers, 1, 64, 10);
        long start = Stopwatch.GetTimestamp();
        rig.Run(ManyBarriers, 1, 64, 300);
        double perSecond = 64 * 300 / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.True(perSecond > 5_000, $"{perSecond:F0} lanes pass a barrier in a second.");
    }

    private static void Sum(ArrayView<float> input, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(1024);
        int i = Group.IdxX;
        shared[i] = input[(Grid.IdxX * Group.DimX) + i];
        Group.Barrier();
        for (int left = Group.DimX; left > 1; left = (left + 1) / 2)
        {
            int half = (left + 1) / 2;
            if (i + half < left)
            {
                shared[i] += shared[i + half];
            }

            Group.Barrier();
        }

        if (Group.IsFirstThread)
        {
            sums[Grid.IdxX] = shared[0];
        }
    }

    private static void WriteIndices(ArrayView<int> result)
    {
        int at = (Grid.IdxX * Group.DimX) + Group.IdxX;
        result[3 * at] = Group.DimX;
        result[(3 * at) + 1] = Grid.DimX;
        result[(3 * at) + 2] = at;
    }

    private static void UseLocal(ArrayView<int> result)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(3);
        for (int i = 0; i < 3; i++)
        {
            local[i] = Group.IdxX;
        }

        Group.Barrier();
        result[Group.IdxX] = local[0] + local[1] + local[2];
    }

    private static void ManyBarriers(int n)
    {
        for (int i = 0; i < n; i++)
        {
            Group.Barrier();
        }
    }
}
