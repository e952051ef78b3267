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
                foreach (int classes in (int[])[5, 16, 41, 100, 407, 1000, 9000])
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
    public void RoundedGradient_EqualsThatOfItsPartsToTheBit(VectorWidth width)
    {
        const int rows = 45_003, part = rows / 9;
        using IDisposable scope = Suite.Use(width);
        Random random = new(3);
        BFloat16[] logits = [.. Enumerable.Range(0, rows * 100).Select(_ => (BFloat16)((8 * random.NextSingle()) - 4))];
        BFloat16[] expected = new BFloat16[rows * 100], memory = new BFloat16[(rows * 100) + 64];
        int[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? -100 : random.Next(100))];
        for (int i = 0; i < rows; i += part)
        {
            int count = Math.Min(part, rows - i);
            HundredHalves.ForwardBackward(logits.AsSpan(i * 100, count * 100), targets.AsSpan(i, count), expected.AsSpan(i * 100, count * 100), 0.5f);
        }

        foreach (int offset in (int[])[0, 1, 30])
        {
            Array.Fill(memory, (BFloat16)(-3f));
            HundredHalves.ForwardBackward(logits, targets, memory.AsSpan(offset, logits.Length), 0.5f);
            Assert.True(MemoryMarshal.AsBytes(memory.AsSpan(offset, logits.Length)).SequenceEqual(MemoryMarshal.AsBytes(expected.AsSpan())));
            Assert.All(memory[..offset], untouched => Assert.Equal(-3, (float)untouched));
            Assert.All(memory[(offset + logits.Length)..], untouched => Assert.Equal(-3, (float)untouched));
        }
    }
}
