using System.Numerics;
using System.Runtime.InteropServices;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

/// <summary>Whole calls with one thread and with more.</summary>
[Collection(ThreadsSetting.Name)]
public sealed class SharedCallTests
{
    /// <summary>N, C, S: blocks of rows and of positions, full and not, few and more than there are pieces; all large enough to be split.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 9000, 2, 1 }, { 2001, 10, 1 }, { 20, 1000, 1 }, { 3, 20_000, 1 }, { 5, 3, 1201 }, { 1, 7, 3001 }, { 300, 4, 15 }, { 40_001, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ClassIndices_GiveTheSameToTheBitWithAnyThreads(int samples, int classes, int positions)
    {
        Indices<float, float, int>(samples, classes, positions, weighted: false);
        Indices<float, float, long>(samples, classes, positions, weighted: true);
        Indices<double, double, byte>(samples, classes, positions, weighted: true);
        Indices<Half, float, long>(samples, classes, positions, weighted: false);
        Indices<BFloat16, float, byte>(samples, classes, positions, weighted: true);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void DenseTargetsAndNone_GiveTheSameToTheBitWithAnyThreads(int samples, int classes, int positions)
    {
        Dense<float, float>(samples, classes, positions);
        Dense<double, double>(samples, classes, positions);
        Dense<BFloat16, float>(samples, classes, positions);
    }

    [Theory]
    [InlineData(16_384)]
    [InlineData(20_001)]
    [InlineData(4_300_000)]
    public void Elements_GiveTheSameToTheBitWithAnyThreads(int elements)
    {
        Elements<float, float>(elements, weights: elements);
        Elements<double, double>(elements, weights: 1);
        Elements<Half, float>(elements, weights: elements);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Maps_GiveTheSameToTheBitWithAnyThreads(int samples, int classes, int positions)
    {
        Map<float, float>(samples, classes, positions);
        Map<Half, float>(samples, classes, positions);
    }

    [Fact]
    public void FirstOfSeveralRefusedTargets_IsNamedWithAnyThreads() => WithEach(() =>
    {
        Scene<float, int> scene = new(400_000, 2);
        scene.Targets[399_999] = -7;
        scene.Targets[150_001] = 6;
        scene.Targets[150_000] = 5;
        scene.Targets[250_000] = 9;
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.None);
        Assert.StartsWith("row 150000: target 5 ", Assert.Throws<ArgumentOutOfRangeException>(() => Runs.Share(call)).Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    });

    [Fact]
    public void FirstOfSeveralRefusedProbabilities_IsNamedWithAnyThreads() => WithEach(() =>
    {
        float[] values = Pinned.Build(500_000, _ => 0.5f);
        values[499_999] = -1;
        values[77_777] = 2;
        values[300_000] = float.NaN;
        Assert.Equal(77_777, ProbabilityCheck.FindRefused(Pinned.Slice(values)));
    });

    [Fact]
    public void IgnoredTargetsAndTheirWeights_CountTheSameWithAnyThreads()
    {
        Scene<float, long> scene = new(300_001, 3);
        for (int i = 0; i < scene.Targets.Length; i += 7)
        {
            scene.Targets[i] = -100;
        }

        for (int c = 0; c < 3; c++)
        {
            scene.ClassWeights[c] = 0.1f + c;
        }

        LossCall<float, float, long> call = scene.Call(LossPass.Forward, Reduction.Mean, weighted: true);
        double expected = scene.Targets.Where(t => t >= 0).Sum(t => (double)scene.ClassWeights[t]);
        long? bits = null;
        WithEach(() =>
        {
            TargetCheck check = TargetCheck.Run(in call, sumsWeights: true);
            Assert.Equal(scene.Targets.Count(t => t < 0), check.Ignored);
            Assert.Equal(expected, check.WeightSum, 1e-6);
            bits ??= BitConverter.DoubleToInt64Bits(check.WeightSum);
            Assert.Equal(bits, BitConverter.DoubleToInt64Bits(check.WeightSum));
        });
    }

    [Fact]
    public void CallsOfManyThreadsAtOnce_GiveWhatEachGivesAlone()
    {
        const int Callers = 4;
        var calls = Enumerable.Range(0, Callers).Select(i => new Scene<float, int>(5000 + (i * 777), 10).Call(LossPass.ForwardBackward, Reduction.Mean)).ToArray();
        double[] expected = [.. calls.Select(call => Runs.Share(call))];
        int wrong = 0;
        ThreadsSetting.With(3, () =>
        {
            Thread[] callers = [.. calls.Select((call, i) => new Thread(() =>
            {
                for (int repetition = 0; repetition < 200; repetition++)
                {
                    Interlocked.Add(ref wrong, Runs.Share(call) == expected[i] ? 0 : 1);
                }
            }))];
            Array.ForEach(callers, thread => thread.Start());
            Array.ForEach(callers, thread => thread.Join());
        });
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void SharedCalls_AllocateNothing() => ThreadsSetting.With(3, () =>
    {
        LossCall<float, float, long> indices = new Scene<float, long>(50_000, 10).Call(LossPass.ForwardBackward, Reduction.Mean, weighted: true);
        LossCall<Half, float, int> half = new Scene<Half, float, int>(5000, 10).Call(LossPass.ForwardBackward, Reduction.Mean);
        ElementCall<float, float> elements = ElementCall<float>(100_000, 3);
        long here = long.MaxValue, everywhere = long.MaxValue;
        for (int round = 0; round < 200; round++)
        {
            long hereBefore = GC.GetAllocatedBytesForCurrentThread(), everywhereBefore = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 3; i++)
            {
                Runs.Share(indices);
                Runs.Share(half);
                Runs.Share(elements);
            }

            // The least of many short rounds: the first ones warm up, and the test's host has threads that allocate.
            everywhere = Math.Min(everywhere, GC.GetTotalAllocatedBytes(precise: true) - everywhereBefore);
            here = Math.Min(here, GC.GetAllocatedBytesForCurrentThread() - hereBefore);
        }

        Assert.Equal(0, here);
        Assert.Equal(0, everywhere);
    });

    private static void Indices<T, TReal, TTarget>(int samples, int classes, int positions, bool weighted)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        Scene<T, TReal, TTarget> scene = new(samples, classes, positions);
        LossCall<T, TReal, TTarget> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean, weighted, LossOutputs.Losses | LossOutputs.LogSumExp) with { IgnoreIndex = 1 };
        SameWithEach(() => Runs.Share(call), () => Bytes(scene.Gradient), () => Bytes(scene.Losses), () => Bytes(scene.LogSumExps));

        LossCall<T, TReal, TTarget> unreduced = scene.Call(LossPass.Backward, Reduction.None, weighted);
        SameWithEach(() => Runs.Share(unreduced), () => Bytes(scene.Gradient));
    }

    private static void Dense<T, TReal>(int samples, int classes, int positions)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Scene<T, TReal, T> scene = new(samples, classes, positions);
        LossCall<T, TReal, T> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum, outputs: LossOutputs.Losses);
        SameWithEach(() => Runs.Share(call), () => Bytes(scene.Gradient), () => Bytes(scene.Losses));
        SameWithEach(() => Runs.ShareWithoutTargets(call), () => Bytes(scene.Gradient), () => Bytes(scene.Losses));
    }

    private static void Elements<T, TReal>(int elements, int weights)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ElementScene<T, TReal> scene = new(elements);
        ElementCall<T, TReal> call = scene.Call(LossPass.ForwardBackward, Reduction.None, Pinned.Build(weights, i => Number.Of<T>(1 + (i % 9))));
        SameWithEach(() => Runs.Share(call), () => Bytes(scene.Gradient), () => Bytes(scene.Losses));
        ElementCall<T, TReal> mean = scene.Call(LossPass.Forward, Reduction.Mean);
        SameWithEach(() => Runs.Share(mean));
    }

    private static void Map<T, TReal>(int samples, int classes, int positions)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        T[] input = Pinned.Build(samples * classes * positions, i => Number.Of<T>(i % 13));
        T[] written = Pinned.Build(input.Length, _ => default(T));
        MapCall<T, TReal> call = new() { ClassCount = classes, BlockRows = 16, Positions = positions, Input = Pinned.Slice(input), Upstream = Pinned.Slice(input) };
        SameWithEach(() => Share(call with { Pass = LossPass.Forward, Output = Pinned.Slice(written) }), () => Bytes(written));
        SameWithEach(() => Share(call with { Pass = LossPass.Backward, Gradient = Pinned.Slice(written) }), () => Bytes(written));
    }

    private static double Share<T, TReal>(MapCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Runs.Share(call);
        return 0;
    }

    private static ElementCall<T, T> ElementCall<T>(int elements, int weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new ElementScene<T, T>(elements / weights * weights).Call(LossPass.ForwardBackward, Reduction.Mean, Pinned.Build(weights, i => Number.Of<T>(i + 1)));

    private static byte[] Bytes<T>(T[] output)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(output.AsSpan()).ToArray();
        Array.Clear(output);
        return bytes;
    }

    /// <summary>Runs a call with 1 to 7 threads, and compares its result and what it wrote.</summary>
    private static void SameWithEach(Func<double> run, params Func<byte[]>[] outputs)
    {
        List<byte[]>? expected = null;
        WithEach(() =>
        {
            List<byte[]> given = [BitConverter.GetBytes(run()), .. outputs.Select(output => output())];
            expected ??= given;
            Assert.All(given.Zip(expected), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
        });
    }

    private static void WithEach(Action action)
    {
        for (int threads = 1; threads <= 7; threads++)
        {
            ThreadsSetting.With(threads, action);
        }
    }
}
