using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;

namespace Gen.CrossEntropy.Simulator.Tests.Faults;

public sealed class RaceTests
{
    public static TheoryData<int> Seeds { get; } = [0, 1, 2, 7, -5];

    [Fact]
    public void LanesThatWriteOneGlobalElement_AreSaid()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel RaceTests.EachWritesItsHalf: lanes 0 and 1 of group 0 both touch element 0 of a global buffer of 4 Single with no barrier between them, and lane 0 writes it.",
            rig.Fault(EachWritesItsHalf, 1, 8, rig.View(-1f, -1, -1, -1)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ReadOfWhatANeighbourWrites_IsSaidInEveryOrder(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        Assert.Contains("with no barrier between them, and lane", rig.Fault(Shift, 1, 8, rig.View(0f), rig.View(9f, 1, 2, 3, 4, 5, 6, 7, 8)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SharedMemoryWithoutABarrier_IsSaidInEveryOrder(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        string message = rig.Fault(SumOfGroup, 2, 64, rig.View(0f), rig.View(0f, 0f));

        // Whoever comes first sees either the other's value or none at all.
        Assert.Matches("both touch element .* of shared memory of 64 Single with no barrier between them|reads element .* of shared memory of 64 Single, which no lane has written", message);
        rig.Run(SumOfGroup, 2, 64, rig.View(1f), rig.View(0f, 0f));
    }

    [Fact]
    public void MissingSecondBarrier_IsSaid()
    {
        using Rig rig = new();
        Assert.Contains("element 0 of shared memory of 1 Single", rig.Fault(BroadcastTwice, 1, 4, rig.View(0f), rig.View(new float[4])), StringComparison.Ordinal);
        rig.Run(BroadcastTwice, 1, 4, rig.View(1f), rig.View(new float[4]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WarpBarrier_OrdersItsWarp(bool shuffles)
    {
        using Rig rig = new();
        rig.Run(ExchangeInWarp, 1, 64, rig.View(shuffles ? 2f : 1f), rig.View(new float[64]));
        string message = rig.Fault(ExchangeInWarp, 1, 64, rig.View(0f), rig.View(new float[64]));
        Assert.Contains("with no barrier between them", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WarpBarrier_DoesNotOrderOtherWarps()
    {
        using Rig rig = new();
        string message = rig.Fault(ExchangeAcrossWarps, 1, 64, rig.View(0f), rig.View(new float[64]));
        Assert.Contains("lanes 31 and 63 of group 0 both touch", message, StringComparison.Ordinal);
        rig.Run(ExchangeAcrossWarps, 1, 64, rig.View(1f), rig.View(new float[64]));
    }

    [Fact]
    public void Shuffle_OrdersMemoryUnlessSet()
    {
        using Settings settings = new();
        using Rig rig = new();
        SimulatorSettings.ShufflesOrderMemory = false;
        Assert.Contains("with no barrier between them", rig.Fault(ExchangeInWarp, 1, 32, rig.View(2f), rig.View(new float[32])), StringComparison.Ordinal);
        rig.Run(ExchangeInWarp, 1, 32, rig.View(1f), rig.View(new float[32]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GroupsThatWriteOneElement_AreSaidInEveryOrder(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        Assert.Equal(
            "Kernel RaceTests.GroupsShare: groups 1 and 2 both touch element 3 of a global buffer of 8 Single, and one of them writes it: a launch does not order its groups.",
            rig.Fault(GroupsShare, 3, 2, rig.View(new float[8])));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GroupThatReadsWhatAnotherWrites_IsSaidInEveryOrder(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        Assert.Contains("groups 0 and ", rig.Fault(GroupsRead, 4, 1, rig.View(1f, 2, 3, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void LaunchesAreOrdered()
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(1f, 2, 3, 4);
        for (int i = 0; i < 3; i++)
        {
            rig.Run(FirstWrites, 1, 1, view);
            rig.Run(AllRead, 4, 8, view, rig.View(new float[32]));
        }
    }

    [Fact]
    public void ManyReaders_AreNoRace()
    {
        using Rig rig = new();
        rig.Run(AllRead, 3, 70, rig.View(1f, 2, 3, 4), rig.View(new float[210]));
    }

    [Theory]
    [InlineData(40, 33)]
    [InlineData(0, 5)]
    [InlineData(40, 5)]
    [InlineData(2, 63)]
    public void WriterAmongReaders_IsSaidWhoeverItIs(int writer, int reader)
    {
        using Rig rig = new();

        // The writer writes after all others, who are readers, have read: it meets a reader of its own warp or of another.
        string message = rig.Fault(OneReadsOneWrites, 1, 64, rig.View<float>(writer, reader), rig.View(7f));
        Assert.Equal(
            $"Kernel RaceTests.OneReadsOneWrites: lanes {Math.Min(writer, reader)} and {Math.Max(writer, reader)} of group 0 both touch element 0 of a global buffer of 1 Single with no barrier between them, and lane {writer} writes it.",
            message);
    }

    [Fact]
    public void SmallElementsThatLieTogether_AreToldApart()
    {
        using Rig rig = new();
        rig.Run(FillBytes, 1, 16, rig.Fresh<byte>(15));
        rig.Run(FillShorts, 1, 16, rig.Fresh<byte>(32).Cast<ushort>());
        rig.Run(FillFloatsThenShorts, 1, 8, rig.Fresh<float>(8));
        Assert.Contains("lanes 0 and 8 of group 0 both touch element 0 of a global buffer of 8 Byte", rig.Fault(FillBytesModulo, 1, 16, rig.Fresh<byte>(8)), StringComparison.Ordinal);
    }

    [Fact]
    public void SmallElementsReadInsideAnAssignment_DoNotMakeItsTargetRead()
    {
        using Rig rig = new();
        rig.Run(Widen, 1, 16, rig.View([.. Enumerable.Range(0, 16).Select(i => (ushort)i)]));
    }

    [Fact]
    public void VectorsAndTheirElements_AreOneMemory()
    {
        using Rig rig = new();
        Assert.Contains("lanes 1 and 2 of group 0 both touch element 2 of a global buffer of 8 Single", rig.Fault(PairsAndElements, 1, 4, rig.View(0f, 1, 2, 3, 4, 5, 6, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void RestoredOrEqualValue_IsTakenForARead()
    {
        // The limit that the documentation states.
        using Rig rig = new();
        rig.Run(EachWritesItsHalf, 1, 8, rig.View(5f, 5, 5, 5));
    }

    private static void EachWritesItsHalf(ArrayView<float> view) => view[Group.IdxX / 2] = 5;

    private static void Shift(ArrayView<float> flag, ArrayView<float> view)
    {
        float next = view[Group.IdxX + 1];
        view[Group.IdxX] = next;
    }

    private static void SumOfGroup(ArrayView<float> flag, ArrayView<float> sums)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(64);
        shared[Group.IdxX] = Group.IdxX + 1;
        if (flag[0] != 0)
        {
            Group.Barrier();
        }

        if (Group.IsFirstThread)
        {
            float sum = 0;
            for (int i = 0; i < 64; i++)
            {
                sum += shared[i];
            }

            sums[Grid.IdxX] = sum;
        }
    }

    private static void BroadcastTwice(ArrayView<float> flag, ArrayView<float> result)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(1);
        float sum = 0;
        for (int i = 0; i < 2; i++)
        {
            if (Group.IdxX == i)
            {
                shared[0] = 3 + i;
            }

            Group.Barrier();
            sum += shared[0];
            if (flag[0] != 0)
            {
                Group.Barrier();
            }
        }

        result[Group.IdxX] = sum;
    }

    private static void ExchangeInWarp(ArrayView<float> flag, ArrayView<float> view)
    {
        view[Group.IdxX] = Group.IdxX + 1;
        if (flag[0] == 1)
        {
            Warp.Barrier();
        }
        else if (flag[0] == 2)
        {
            Warp.Shuffle(0f, 0);
        }

        float other = view[Group.IdxX ^ 1];
        if (flag[0] == 1)
        {
            Warp.Barrier();
        }
        else if (flag[0] == 2)
        {
            Warp.Shuffle(0f, 0);
        }

        view[Group.IdxX] = other + 100;
    }

    private static void ExchangeAcrossWarps(ArrayView<float> flag, ArrayView<float> view)
    {
        view[Group.IdxX] = Group.IdxX + 1;
        Warp.Barrier();
        if (flag[0] != 0)
        {
            Group.Barrier();
        }

        _ = view[Group.IdxX ^ 32];
    }

    private static void GroupsShare(ArrayView<float> view)
    {
        // Groups 0 has 0, 1; groups 1 and 2 have 2, 3 and 3, 4.
        int first = Grid.IdxX == 2 ? 3 : 2 * Grid.IdxX;
        view[first + Group.IdxX] = Grid.IdxX + 1;
    }

    private static void GroupsRead(ArrayView<float> view)
    {
        if (Grid.IdxX == 0)
        {
            view[2] = 100;
        }
        else
        {
            _ = view[2];
        }
    }

    private static void FirstWrites(ArrayView<float> view) => view[1] += 1;

    private static void AllRead(ArrayView<float> view, ArrayView<float> result) => result[(Grid.IdxX * Group.DimX) + Group.IdxX] = view[0] + view[1] + view[2] + view[3];

    private static void OneReadsOneWrites(ArrayView<float> who, ArrayView<float> view)
    {
        if (Group.IdxX == who[0])
        {
            view[0] += 1;
        }
        else if (Group.IdxX == who[1])
        {
            _ = view[0];
        }
    }

    private static void FillBytes(ArrayView<byte> view)
    {
        if (Group.IdxX < 15)
        {
            view[Group.IdxX] = (byte)Group.IdxX;
        }
    }

    private static void FillBytesModulo(ArrayView<byte> view) => view[Group.IdxX % 8] = (byte)(Group.IdxX + 1);

    private static void Widen(ArrayView<ushort> view)
    {
        ArrayView<float> tile = SharedMemory.Allocate<float>(16);
        tile[Group.IdxX] = view[Group.IdxX];
        Group.Barrier();
        view[Group.IdxX] = (ushort)tile[15 - Group.IdxX];
    }

    private static void FillShorts(ArrayView<ushort> view) => view[Group.IdxX] = (ushort)Group.IdxX;

    private static void FillFloatsThenShorts(ArrayView<float> view)
    {
        view[Group.IdxX] = Group.IdxX;
        Group.Barrier();
        ArrayView<ushort> halves = view.Cast<ushort>();
        halves[Group.IdxX] = 1;
        halves[Group.IdxX + 8] = 2;
    }

    private static void PairsAndElements(ArrayView<float> view)
    {
        if (Group.IdxX < 2)
        {
            _ = view.Cast<FloatPair>()[Group.IdxX];
        }
        else
        {
            view[Group.IdxX] = -1;
        }
    }
}
