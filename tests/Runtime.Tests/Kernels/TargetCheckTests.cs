using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class TargetCheckTests
{
    // One sample, vector tails, whole stretches of 64 vectors of every element size, and what is left after them.
    private static readonly int[] Lengths = [1, 2, 7, 31, 33, 63, 64, 65, 257, 511, 512, 513, 1027, 2047, 2048, 2049, 4103];

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(-99)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void IntTargetOutsideTheClasses_IsRefusedWithItsRow(int target) => RefusedEverywhere(target);

    [Theory]
    [InlineData(-1L)]
    [InlineData(10L)]
    [InlineData(1L << 32)]
    [InlineData((1L << 32) - 100)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void LongTargetOutsideTheClasses_IsRefusedWithItsRow(long target) => RefusedEverywhere(target);

    [Theory]
    [InlineData(10)]
    [InlineData(128)]
    [InlineData(156)]
    [InlineData(255)]
    public void ByteTargetOutsideTheClasses_IsRefusedWithItsRow(byte target) => RefusedEverywhere(target);

    [Fact]
    public void RefusedTarget_IsNamedWithSampleAndPosition()
    {
        Scene<float, int> scene = new(4, 5, 3);
        scene.Targets[7] = 5;
        ArgumentOutOfRangeException e = Refused(scene, scene.Call(LossPass.ForwardBackward, Reduction.None));
        Assert.StartsWith("row 7 (sample 2, position 1): target 5 is outside [0, 5) and is not the ignore index -100.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstOfSeveralRefusedTargets_IsNamed()
    {
        Scene<float, int> scene = new(3000, 5);
        scene.Targets[2999] = -7;
        scene.Targets[1500] = 6;
        Assert.StartsWith("row 1500: target 6 ", Refused(scene, scene.Call(LossPass.Forward, Reduction.Sum)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-1)]
    [InlineData(-5)]
    [InlineData(15)]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void IgnoredRows_CountInNoType(int ignoreIndex)
    {
        foreach (int length in Lengths)
        {
            IgnoredRowsDoNotCount<float, int>(length, ignoreIndex);
            IgnoredRowsDoNotCount<double, int>(length, ignoreIndex);
            IgnoredRowsDoNotCount<float, long>(length, ignoreIndex);
            IgnoredRowsDoNotCount<double, long>(length, ignoreIndex);
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(15)]
    [InlineData(3)]
    public void IgnoredRows_DoNotCountAmongBytes(byte ignoreIndex)
    {
        foreach (int length in Lengths)
        {
            IgnoredRowsDoNotCount<float, byte>(length, ignoreIndex);
            IgnoredRowsDoNotCount<double, byte>(length, ignoreIndex);
        }
    }

    [Fact]
    public void ManyIgnoredBytes_AreCountedBeyondWhatAByteCounts()
    {
        Scene<float, byte> scene = new(40_000, 2);
        Array.Fill(scene.Targets, (byte)255);
        scene.Targets[^1] = 1;
        LossCall<float, float, byte> call = scene.Call(LossPass.Forward, Reduction.Mean);
        call.IgnoreIndex = 255;
        Assert.Equal(1, Runs.Record(call));
    }

    [Fact]
    public void OnceAnotherIgnoreIndexIsSet_TheDefaultIsRefused()
    {
        Scene<float, int> scene = new(3, 5);
        scene.Targets[1] = -100;
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.None);
        call.IgnoreIndex = -1;
        Assert.Contains("target -100 is outside [0, 5) and is not the ignore index -1.", Refused(scene, call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IgnoreIndexThatTheTypeCannotHold_NeverMatches()
    {
        // 156 is -100 truncated to a byte, and 2^32 + 3 is 3 truncated to an int.
        Scene<float, byte> bytes = new(70, 10);
        bytes.Targets[69] = 156;
        Assert.Contains("target 156", Refused(bytes, bytes.Call(LossPass.ForwardBackward, Reduction.None)).Message, StringComparison.Ordinal);

        Scene<float, int> ints = new(700, 10);
        LossCall<float, float, int> call = ints.Call(LossPass.Forward, Reduction.Mean);
        call.IgnoreIndex = (1L << 32) + 3;
        Assert.Equal(1, Runs.Record(call));
        Assert.All(ToyKernel<float>.Seen, b => Assert.DoesNotContain(-1, b.Targets));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(300)]
    public void EveryByteIsAClass_WhereThereAreEnough(int classes)
    {
        Scene<float, byte> scene = new(2600, classes);
        for (int i = 0; i < scene.Targets.Length; i++)
        {
            scene.Targets[i] = (byte)i;
        }

        Runs.Record(scene.Call(LossPass.Forward, Reduction.Sum));
        Assert.Equal(Enumerable.Range(0, 2600).Select(i => (long)(byte)i), ToyKernel<float>.Seen.SelectMany(b => b.Targets));
    }

    [Fact]
    public void Byte255_IsRefusedByTheLossWith255Classes()
    {
        Scene<float, byte> scene = new(2600, 255);
        scene.Targets[2500] = 255;
        Assert.StartsWith("row 2500: target 255 is outside [0, 255)", Refused(scene, scene.Call(LossPass.ForwardBackward, Reduction.None)).Message, StringComparison.Ordinal);
    }

    private static void RefusedEverywhere<TTarget>(TTarget target)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        foreach (int length in Lengths)
        {
            Scene<float, TTarget> scene = new(length, 10);
            LossCall<float, float, TTarget> call = scene.Call(LossPass.ForwardBackward, Reduction.None);
            foreach (int row in new HashSet<int> { 0, 1 % length, length / 3, length / 2, length - 1 })
            {
                TTarget valid = scene.Targets[row];
                scene.Targets[row] = target;
                ArgumentOutOfRangeException e = Refused(scene, call);
                Assert.Equal(long.CreateChecked(target), e.ActualValue);
                Assert.StartsWith($"row {row}: target {target} is outside [0, 10) and is not the ignore index -100.", e.Message, StringComparison.Ordinal);
                scene.Targets[row] = valid;
            }
        }
    }

    private static void IgnoredRowsDoNotCount<T, TTarget>(int length, TTarget ignoreIndex)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        Scene<T, TTarget> scene = new(length, 10);
        Random random = new(length);
        for (int i = 0; i < length; i++)
        {
            scene.Targets[i] = random.Next(2) == 0 ? ignoreIndex : TTarget.CreateChecked(random.Next(10));
        }

        long[] expected = scene.Targets.Select(t => t == ignoreIndex ? -1 : long.CreateChecked(t)).ToArray();
        LossCall<T, T, TTarget> call = scene.Call(LossPass.Forward, Reduction.Mean);
        call.IgnoreIndex = long.CreateChecked(ignoreIndex);

        // The kernel counts what is kept, and so does the divisor.
        Assert.Equal(expected.Any(t => t >= 0) ? 1 : double.NaN, Runs.Record(call));
        Assert.Equal(expected, ToyKernel<T>.Seen.SelectMany(b => b.Targets));
    }

    private static ArgumentOutOfRangeException Refused<TTarget>(Scene<float, TTarget> scene, LossCall<float, float, TTarget> call)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Compute(call));
        Assert.Equal("targets", e.ParamName);
        Assert.True(scene.NothingWritten);
        return e;
    }
}
