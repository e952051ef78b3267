using System.Runtime.InteropServices;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Gradients larger than the caches are written past them, in whole lines; nothing of the result may show it.</summary>
public sealed class StreamingTests
{
    private const int Elements = 2_300_000;

    public static TheoryData<VectorWidth, int, bool> Runs
    {
        get
        {
            TheoryData<VectorWidth, int, bool> runs = [];
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                foreach (int classes in (int[])[5, 16, 41, 100, 407, 1000, 17_000])
                {
                    runs.Add(width, classes, classes % 2 == 0);
                }
            }

            return runs;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void StreamedGradient_EqualsThatOfItsPartsToTheBit(VectorWidth width, int classes, bool smoothed)
    {
        using IDisposable scope = Suite.Use(width);
        ReducedCalls<float, int> calls = LossCompiler.Compile(new Declaration(classes) { Reduction = Reduction.Sum, LabelSmoothing = smoothed ? 0.1 : 0 }).Loss.Reduced<float, int>();
        int rows = Elements / classes;
        float[] logits = new float[rows * classes], expected = new float[rows * classes], memory = new float[(rows * classes) + 64];
        Random random = new(classes);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (8 * random.NextSingle()) - 4;
        }

        // Some rows are summed again, with their maximum.
        for (int i = 0; i < rows; i += 37)
        {
            logits[(i * classes) + classes - 1] = 60;
        }

        int[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? -100 : random.Next(classes))];
        int part = Math.Max(1, rows / 8);
        for (int i = 0; i < rows; i += part)
        {
            int count = Math.Min(part, rows - i);
            calls.ForwardBackward(logits.AsSpan(i * classes, count * classes), targets.AsSpan(i, count), expected.AsSpan(i * classes, count * classes), 0.5f, 1);
        }

        // Wherever the output begins in a line.
        foreach (int offset in (int[])[0, 1, 7, 12])
        {
            Array.Fill(memory, -3);
            calls.ForwardBackward(logits, targets, memory.AsSpan(offset, logits.Length), 0.5f, 1);
            Assert.True(memory.AsSpan(offset, logits.Length).SequenceEqual(expected));
            Assert.All(memory[..offset], untouched => Assert.Equal(-3, untouched));
            Assert.All(memory[(offset + logits.Length)..], untouched => Assert.Equal(-3, untouched));
        }
    }

    [SkippableTheory]
    [InlineData(VectorWidth.Vector512)]
    [InlineData(VectorWidth.Scalar)]
    public void RoundedGradient_EqualsThatOfItsPartsToTheBit(VectorWidth width) =>
        CheckRounded(width, 45_003, 100, (x, t, dx) => HundredHalves.ForwardBackward(x, t, dx, 0.5f));

    [SkippableTheory]
    [InlineData(VectorWidth.Vector512)]
    [InlineData(VectorWidth.Vector256)]
    [InlineData(VectorWidth.Vector128)]
    [InlineData(VectorWidth.Scalar)]
    public void GradientRoundedByKernels_EqualsThatOfItsPartsToTheBit(VectorWidth width) =>
        CheckRounded(width, 15_003, 301, (x, t, dx) => HundredsOfHalves.ForwardBackward(x, t, dx, 0.5f));

    private delegate double RoundedCall(ReadOnlySpan<BFloat16> logits, ReadOnlySpan<int> targets, Span<BFloat16> gradient);

    private static void CheckRounded(VectorWidth width, int rows, int classes, RoundedCall call)
    {
        int part = rows / 9;
        using IDisposable scope = Suite.Use(width);
        Random random = new(3);
        BFloat16[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => (BFloat16)((8 * random.NextSingle()) - 4))];
        BFloat16[] expected = new BFloat16[rows * classes], memory = new BFloat16[(rows * classes) + 64];
        int[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? -100 : random.Next(classes))];
        for (int i = 0; i < rows; i += part)
        {
            int count = Math.Min(part, rows - i);
            call(logits.AsSpan(i * classes, count * classes), targets.AsSpan(i, count), expected.AsSpan(i * classes, count * classes));
        }

        foreach (int offset in (int[])[0, 1, 30])
        {
            Array.Fill(memory, (BFloat16)(-3f));
            call(logits, targets, memory.AsSpan(offset, logits.Length));
            Assert.True(MemoryMarshal.AsBytes(memory.AsSpan(offset, logits.Length)).SequenceEqual(MemoryMarshal.AsBytes(expected.AsSpan())));
            Assert.All(memory[..offset], untouched => Assert.Equal(-3, (float)untouched));
            Assert.All(memory[(offset + logits.Length)..], untouched => Assert.Equal(-3, (float)untouched));
        }
    }

    [SkippableTheory]
    [InlineData(VectorWidth.Vector512)]
    [InlineData(VectorWidth.Vector256)]
    [InlineData(VectorWidth.Vector128)]
    [InlineData(VectorWidth.Scalar)]
    public unsafe void StreamedGradientOfElements_EqualsThatOfItsPartsToTheBit(VectorWidth width)
    {
        const int count = Elements + 3, part = 4096 * 50;
        using IDisposable scope = Suite.Use(width);
        Random random = new(11);
        float[] logits = [.. Enumerable.Range(0, count).Select(_ => (8 * random.NextSingle()) - 4)], targets = [.. Enumerable.Range(0, count).Select(i => i % 2f)], expected = new float[count];
        double sum = 0;
        for (int i = 0; i < count; i += part)
        {
            Range range = i..Math.Min(count, i + part);
            sum += MeanTags.ForwardBackward(logits.AsSpan(range), targets.AsSpan(range), expected.AsSpan(range), 0.5f, divisor: 1);
        }

        // Where the output begins in a line, and elsewhere.
        float* memory = (float*)NativeMemory.AlignedAlloc((count + 64) * sizeof(float), 64);
        try
        {
            foreach (int offset in (int[])[0, 16, 1, 12])
            {
                Span<float> all = new(memory, count + 64);
                all.Fill(-3);
                Assert.Equal(sum, MeanTags.ForwardBackward(logits, targets, all.Slice(offset, count), 0.5f, divisor: 1), 1e-6 * sum);
                Assert.True(all.Slice(offset, count).SequenceEqual(expected));
                Assert.Equal(64, all[..offset].Count(-3f) + all[(offset + count)..].Count(-3f));
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>All positions of a sample in one block, whose classes begin anywhere; several blocks a sample; and whole lines.</summary>
    [SkippableTheory]
    [InlineData(VectorWidth.Vector512, 49)]
    [InlineData(VectorWidth.Vector512, 16)]
    [InlineData(VectorWidth.Vector512, 1000)]
    [InlineData(VectorWidth.Vector256, 49)]
    public void StreamedGradientOfPositions_EqualsThatOfItsSamplesToTheBit(VectorWidth width, int positions)
    {
        const int classes = 80;
        using IDisposable scope = Suite.Use(width);
        ReducedCalls<float, int> calls = LossCompiler.Compile(new Declaration(classes) { Reduction = Reduction.Sum }).Loss.Reduced<float, int>();
        int samples = Elements / classes / positions, sample = classes * positions;
        float[] logits = new float[samples * sample], expected = new float[samples * sample], memory = new float[(samples * sample) + 64];
        Random random = new(positions);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (8 * random.NextSingle()) - 4;
        }

        int[] targets = [.. Enumerable.Range(0, samples * positions).Select(i => i % 7 == 3 ? -100 : random.Next(classes))];
        for (int i = 0; i < samples; i++)
        {
            calls.ForwardBackward(logits.AsSpan(i * sample, sample), targets.AsSpan(i * positions, positions), expected.AsSpan(i * sample, sample), 0.5f, positions);
        }

        foreach (int offset in (int[])[0, 1, 7, 12])
        {
            Array.Fill(memory, -3);
            calls.ForwardBackward(logits, targets, memory.AsSpan(offset, logits.Length), 0.5f, positions);
            Assert.True(memory.AsSpan(offset, logits.Length).SequenceEqual(expected));
            Assert.All(memory[..offset], untouched => Assert.Equal(-3, untouched));
            Assert.All(memory[(offset + logits.Length)..], untouched => Assert.Equal(-3, untouched));
        }
    }

    [SkippableTheory]
    [InlineData(VectorWidth.Vector512)]
    [InlineData(VectorWidth.Vector256)]
    public void GradientOfLogSoftmax_DoesNotDependOnItsAddressOrSize(VectorWidth width)
    {
        const int rows = 2304, part = rows / 8;
        using IDisposable scope = Suite.Use(width);
        Random random = new(5);
        float[] output = new float[rows * 1000], upstream = new float[rows * 1000], expected = new float[rows * 1000], memory = new float[(rows * 1000) + 64];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = -8 * random.NextSingle();
            upstream[i] = random.NextSingle();
        }

        for (int i = 0; i < rows; i += part)
        {
            ThousandLogs.Backward(output.AsSpan(i * 1000, part * 1000), upstream.AsSpan(i * 1000, part * 1000), expected.AsSpan(i * 1000, part * 1000));
        }

        foreach (int offset in (int[])[0, 1, 12])
        {
            ThousandLogs.Backward(output, upstream, memory.AsSpan(offset, output.Length));
            Assert.True(memory.AsSpan(offset, output.Length).SequenceEqual(expected));
        }
    }

    /// <summary>A span may begin at any byte; then no line has a whole number of its elements.</summary>
    [Fact]
    public unsafe void GradientBetweenElements_IsWritten()
    {
        float[] logits = new float[Elements];
        byte[] bytes = new byte[(Elements * sizeof(float)) + 1];
        int[] targets = new int[Elements / 1000];
        ReducedCalls<float, int> calls = LossCompiler.Compile(new Declaration(1000) { Reduction = Reduction.Sum }).Loss.Reduced<float, int>();
        fixed (byte* memory = bytes)
        {
            Span<float> gradient = new(memory + 1, Elements);
            calls.ForwardBackward(logits, targets, gradient, 1, 1);
            Assert.Equal(0.001f, gradient[^1], 1e-6f);
        }
    }
}
