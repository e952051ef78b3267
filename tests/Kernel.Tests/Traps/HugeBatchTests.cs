using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>A batch of more elements than an int counts: the first samples, those where the count overflows, and the last are what they are alone.</summary>
[Trait("Memory", "12 GB")]
public sealed class HugeBatchTests
{
    private const int Classes = 100;

    /// <summary>The logits repeat after this many, a prime: no two samples that are compared have the same.</summary>
    private const int Period = 1_000_003;

    private const long Overflow = 1L << 31;

    private static readonly float[] Pattern = [.. Enumerable.Range(0, 2 * Period).Select(i => (float)(3 * Math.Sin(i % Period * 12.9898)))];

    private static readonly Declaration Declared = new(Classes) { Reduction = Reduction.None };

    [SkippableFact]
    public void RowsAroundElementTwoToThe31_AreComputedAsAlone()
    {
        nint rows = (nint)(Overflow / Classes) + 200;
        nint crossing = rows - 200;
        Check([rows, Classes], [rows], [0, 1, 2, crossing - 1, crossing, crossing + 1, rows - 1]);
    }

    [SkippableFact]
    public void PositionsAroundElementTwoToThe31_AreComputedAsAlone()
    {
        nint positions = (nint)(Overflow / (3 * Classes)) + 16;
        nint crossing = (2 * positions) + (nint)(Overflow % positions);
        Check([3, Classes, positions], [3, positions], [0, 1, positions - 1, positions, crossing - 1, crossing, crossing + 1, (3 * positions) - 1]);
    }

    /// <summary>Runs both passes, the backward one in place, and compares some samples.</summary>
    /// <param name="shape">[N, C] or [N, C, S].</param>
    /// <param name="perSample">[N] or [N, S].</param>
    /// <param name="compared">Places in [N, S].</param>
    private static void Check(nint[] shape, nint[] perSample, nint[] compared)
    {
        Skip.If(Widths.Switched, "Huge batches run once, in the process without a switch.");
        GC.Collect();
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        double free = (memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / (double)(1 << 30);
        Skip.If(free < 12, $"Huge batches need 12 GB of free memory; {free:F0} are.");

        UnreducedCalls<float, byte> calls = LossCompiler.Compile(Declared, Widths.Widest).Loss.Unreduced<float, byte>();
        using TensorBuffer<float> logits = Device.Cpu.Allocate<float>(shape), upstream = Device.Cpu.Allocate<float>(perSample), losses = Device.Cpu.Allocate<float>(perSample);
        using TensorBuffer<byte> targets = Device.Cpu.Allocate<byte>(perSample);
        Fill(logits);
        Span<byte> targetSpan = targets.Span;
        Span<float> upstreamSpan = upstream.Span;
        for (int i = 0; i < targetSpan.Length; i++)
        {
            targetSpan[i] = (byte)(i % 97);
            upstreamSpan[i] = 1 + (i % 7);
        }

        // The same samples, one after the other.
        nint positions = shape.Length == 2 ? 1 : shape[2];
        nint At(nint sample, int c) => (((sample / positions * Classes) + c) * positions) + (sample % positions);
        float[] x = [.. compared.SelectMany(sample => Enumerable.Range(0, Classes).Select(c => Pattern[(int)(At(sample, c) % Period)]))];
        byte[] t = [.. compared.Select(sample => targets.Span[(int)sample])];
        float[] u = [.. compared.Select(sample => upstream.Span[(int)sample])], expected = new float[t.Length], expectedGradient = new float[x.Length];
        calls.ForwardBackward(x, t, u, expected, expectedGradient);

        calls.Forward(logits, targets, losses);
        Assert.All(compared.Select((sample, i) => (losses.Span[(int)sample], expected[i])), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-5f));

        calls.Backward(logits, targets, upstream, logits);
        for (int i = 0; i < compared.Length; i++)
        {
            for (int c = 0; c < Classes; c++)
            {
                nint at = At(compared[i], c);
                nint perN = logits.Length / shape[0];
                Assert.Equal(expectedGradient[(i * Classes) + c], logits.Rows(at / perN, 1)[(int)(at % perN)], 1e-6f);
            }
        }
    }

    private static void Fill(TensorBuffer<float> logits)
    {
        nint perRow = logits.Length / logits.Shape[0];
        nint rowsPerPart = nint.Max(1, Period / perRow);
        nint parts = (logits.Shape[0] + rowsPerPart - 1) / rowsPerPart;
        Parallel.For(0L, parts, part =>
        {
            nint first = (nint)part * rowsPerPart;
            Span<float> rows = logits.Rows(first, nint.Min(rowsPerPart, logits.Shape[0] - first));
            for (int filled = 0; filled < rows.Length; filled += Period)
            {
                // A period always begins where the last one did.
                ReadOnlySpan<float> period = Pattern.AsSpan((int)(first * perRow % Period), Period);
                period[..Math.Min(Period, rows.Length - filled)].CopyTo(rows[filled..]);
            }
        });
    }
}
