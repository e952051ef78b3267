using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

public sealed class PiecesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(1_000_000)]
    [InlineData(1L << 40)]
    public void Pieces_HoldEveryBlockOnceInOrder(long blocks)
    {
        Pieces pieces = new((nint)blocks);
        Assert.InRange(pieces.Count, blocks == 0 ? 0 : 1, Pieces.Most);
        for (nint piece = 0; piece < pieces.Count; piece++)
        {
            Assert.True(pieces.Start(piece) < pieces.Start(piece + 1));
        }

        Assert.Equal(0, pieces.Start(0));
        Assert.Equal(blocks, pieces.Start(pieces.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1024)]
    public void FewBlocks_AreAPieceEach(int blocks) => Assert.Equal(blocks, new Pieces(blocks).Count);
}
