using Gen.CrossEntropy.Kernel.Tests.Traps;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Kernels of elements read and write whole vectors; nobody notices at the ends of the caller's arrays.</summary>
public sealed class ElementEdgeTests
{
    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void ArraysAtTheEdgeOfMemory_AreEnough(VectorWidth width)
    {
        Skip.IfNot(PageEdge.IsSupported, "No calls for protected pages on this system.");
        using IDisposable scope = Suite.Use(width);
        foreach (int count in (int[])[1, 7, 15, 16, 17, 31, 33, 4095, 4096, 4097])
        {
            foreach (bool atEnd in (bool[])[true, false])
            {
                using Edges edges = new(count, atEnd);
                _ = MeanTags.Forward(edges[0], edges[1]);
                MeanTags.Backward(edges[0], edges[1], 1f, edges[5]);
                _ = MeanTags.ForwardBackward(edges[0], edges[1], edges[5]);
                WeighedTags.Forward(edges[0], edges[1], edges[2], edges[3], edges[4]);
                WeighedTags.Backward(edges[0], edges[1], edges[2], edges[3], edges[6], edges[5]);
                WeighedTags.ForwardBackward(edges[0], edges[1], edges[2], edges[3], edges[6], edges[4], edges[5]);

                // The same memory for logits and gradient.
                _ = MeanTags.ForwardBackward(edges[0], edges[1], edges[0]);
            }
        }
    }

    /// <summary>Arrays whose neighbours nobody may touch.</summary>
    private sealed class Edges(int count, bool atEnd) : IDisposable
    {
        private readonly PageEdge[] _memory = [.. Enumerable.Range(0, 7).Select(_ => new PageEdge((nuint)count * sizeof(float)))];

        public Span<float> this[int index] => atEnd ? _memory[index].AtEnd<float>(count) : _memory[index].AtStart<float>(count);

        public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());
    }
}
