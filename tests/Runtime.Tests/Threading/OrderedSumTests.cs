using Gen.CrossEntropy.Runtime.Tests.Support;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

[Collection(ThreadsSetting.Name)]
public sealed class OrderedSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_003)]
    public void Sum_IsTheSameWithAnyThreads(int count)
    {
        // Of very different sizes: any other order rounds otherwise.
        Terms terms = new(seed: count);
        Pieces pieces = new(count);
        double expected = 0;
        for (nint piece = 0; piece < pieces.Count; piece++)
        {
            double sum = 0;
            for (nint block = pieces.Start(piece); block < pieces.Start(piece + 1); block++)
            {
                sum += terms.Run(block);
            }

            expected += sum;
        }

        for (int threads = 1; threads <= 7; threads++)
        {
            for (int repetition = 0; repetition < 20; repetition++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(OrderedSum.Of(in terms, count, new Split(threads, Wakes: true))));
            }
        }
    }

    [Fact]
    public void SumInsideASum_IsComputedByItsOwnThread()
    {
        SumOfSums outer = new();
        Terms terms = new(seed: 3);
        double inner = OrderedSum.Of(in terms, 50, new Split(1, false));
        double expected = 0;
        for (int i = 0; i < 40; i++)
        {
            expected += inner;
        }

        Assert.Equal(expected, OrderedSum.Of(in outer, 40, new Split(4, Wakes: true)));
    }

    private readonly struct Terms(int seed) : IBlocks
    {
        public double Run(nint block)
        {
            ulong mixed = (ulong)(seed + block + 1) * 0x9E37_79B9_7F4A_7C15;
            double digits = (mixed >> 11) / (double)(1UL << 53);
            return (digits - 0.5) * Math.ScaleB(1, (int)(mixed % 60) - 30);
        }
    }

    private readonly struct SumOfSums : IBlocks
    {
        public double Run(nint block)
        {
            Terms terms = new(seed: 3);
            return OrderedSum.Of(in terms, 50, new Split(4, Wakes: true));
        }
    }
}
