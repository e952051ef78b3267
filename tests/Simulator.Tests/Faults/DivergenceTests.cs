using System.Globalization;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;

namespace Gen.CrossEntropy.Simulator.Tests.Faults;

public sealed class DivergenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void BarrierThatSomeLanesReturnedBefore_IsSaid(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        Assert.Equal(
            $"Kernel DivergenceTests.SomeReturn: the lanes of group 0 wait for each other for ever: lanes 0-4 at Group.Barrier in line {Line(nameof(SomeReturn))} of DivergenceTests.cs, lanes 5-7 returned.",
            rig.Fault(SomeReturn, 1, 8, rig.View(5f)));
        rig.Run(SomeReturn, 1, 8, rig.View(8f));
    }

    [Fact]
    public void DifferentBarriers_AreSaid()
    {
        using Rig rig = new();
        string message = rig.Fault(TwoBarriers, 3, 4, rig.View(0f));
        Assert.Contains("lane 2 of group 0 is at Group.Barrier in line", message, StringComparison.Ordinal);
        Assert.Contains("while other lanes of the group wait at Group.Barrier in line", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoopsOfDifferentLengths_AreSaid()
    {
        using Rig rig = new();
        Assert.Contains("lanes 1-3 at Group.Barrier in line", rig.Fault(LoopByLane, 1, 4, rig.View(0f)), StringComparison.Ordinal);
    }

    [Fact]
    public void BarrierWhileOthersShuffle_IsSaid()
    {
        using Rig rig = new();
        string message = rig.Fault(BarrierOrShuffle, 1, 64, rig.View(0f));
        Assert.Contains("the lanes of group 0 wait for each other for ever: lanes 0-15 at Warp.ShuffleXor in line", message, StringComparison.Ordinal);
        Assert.Contains("lanes 16-63 at Group.Barrier in line", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShuffleThatSomeLanesDoNotReach_IsSaid()
    {
        using Rig rig = new();
        Assert.Equal(
            $"Kernel DivergenceTests.SomeShuffle: the lanes of group 0 wait for each other for ever: lanes 0-15 at Warp.ShuffleDown in line {Line(nameof(SomeShuffle))} of DivergenceTests.cs, lanes 16-31 returned.",
            rig.Fault(SomeShuffle, 1, 32, rig.View(16f)));
        rig.Run(SomeShuffle, 1, 32, rig.View(32f));
    }

    [Fact]
    public void WarpsThatShuffleByThemselves_AreNotDivergent()
    {
        using Rig rig = new();
        rig.Run(SomeShuffle, 2, 96, rig.View(64f));
    }

    [Fact]
    public void DifferentShuffles_AreSaid()
    {
        using Rig rig = new();
        string message = rig.Fault(TwoShuffles, 1, 32, rig.View(0f));
        Assert.Contains("lane 16 of group 0 is at Warp.ShuffleXor in line", message, StringComparison.Ordinal);
        Assert.Contains("while other lanes of its warp wait at Warp.ShuffleXor in line", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShuffleFromALaneThatIsNotThere_IsSaid()
    {
        using Rig rig = new();
        Assert.Contains("lane 4 of group 0 asks lane 20 of its warp, which has 20, for a value", rig.Fault(ShuffleBySixteen, 1, 20, rig.View(0f)), StringComparison.Ordinal);
        rig.Run(ShuffleBySixteen, 1, 32, rig.View(0f));
    }

    [Fact]
    public void GroupThatFailed_LeavesNothingBehind()
    {
        using Rig rig = new();
        for (int i = 0; i < 20; i++)
        {
            rig.Fault(SomeReturn, 1, 64, rig.View(5f));
            rig.Run(SomeReturn, 1, 64, rig.View(64f));
        }
    }

    private static void SomeReturn(ArrayView<float> view)
    {
        if (Group.IdxX >= view[0])
        {
            return;
        }

        Group.Barrier(); // SomeReturn
    }

    private static void TwoBarriers(ArrayView<float> view)
    {
        if (Group.IdxX < 2)
        {
            Group.Barrier();
        }
        else
        {
            Group.Barrier();
        }
    }

    private static void LoopByLane(ArrayView<float> view)
    {
        for (int i = 0; i <= Group.IdxX; i++)
        {
            Group.Barrier();
        }
    }

    private static void BarrierOrShuffle(ArrayView<float> view)
    {
        if (Group.IdxX < 16)
        {
            Warp.ShuffleXor(1, 1);
        }

        Group.Barrier();
    }

    private static void SomeShuffle(ArrayView<float> view)
    {
        if (Group.IdxX < view[0])
        {
            Warp.ShuffleDown(1.0, 1); // SomeShuffle
        }
    }

    private static void TwoShuffles(ArrayView<float> view)
    {
        if (Group.IdxX < 16)
        {
            Warp.ShuffleXor(1, 1);
        }
        else
        {
            Warp.ShuffleXor(1, 1);
        }
    }

    private static void ShuffleBySixteen(ArrayView<float> view) => Warp.ShuffleXor(1f, 16);

    /// <summary>The line that ends with a comment of this text.</summary>
    private static string Line(string comment, [CallerFilePath] string file = "")
    {
        int line = 1 + Array.FindIndex(File.ReadAllLines(file), text => text.EndsWith("// " + comment, StringComparison.Ordinal));
        return line.ToString(CultureInfo.InvariantCulture);
    }
}
