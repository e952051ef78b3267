using Gen.CrossEntropy;

namespace Vocabulary;

/// <summary>What a model hands to its loss: a logit for each token of the text and each word of the vocabulary, and the words that follow. Drawn, the same each time.</summary>
internal sealed class TokenBatch : IDisposable
{
    /// <summary>A padding token has no word that follows.</summary>
    private const int Padding = -100, PaddedEvery = 16;

    public TokenBatch(int rows, int classes)
    {
        Classes = classes;
        Logits = Device.Cpu.Allocate<BFloat16>(rows, classes);
        Targets = new int[rows];
        Parallel.For(0, rows, row =>
        {
            Span<BFloat16> x = Logits.Rows(row, 1);
            for (int c = 0; c < x.Length; c++)
            {
                x[c] = (BFloat16)Normal(Mix(((ulong)row << 32) + (uint)c));
            }

            Targets[row] = row % PaddedEvery == PaddedEvery - 1 ? Padding : (int)(Mix(~(ulong)row) % (uint)classes);
        });
    }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>x, [N, C], in host memory.</summary>
    public TensorBuffer<BFloat16> Logits { get; }

    /// <summary>t, [N].</summary>
    public int[] Targets { get; }

    /// <summary>The number of bytes that a step moves at least: each logit is read, its gradient written, each target read.</summary>
    public long BytesOfStep => (2L * sizeof(ushort) * Logits.Length) + ((long)sizeof(int) * Targets.Length);

    public void Dispose() => Logits.Dispose();

    // Four bytes added up are nearly normal. Standard deviation 2.
    private static float Normal(ulong bits) => ((byte)bits + (byte)(bits >> 8) + (byte)(bits >> 16) + (byte)(bits >> 24) - 510) * (2 / 147.8f);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 31)) * 0x7FB5D329728EA185;
        z = (z ^ (z >> 27)) * 0x81DADEF4BC2DD44D;
        return z ^ (z >> 33);
    }
}
