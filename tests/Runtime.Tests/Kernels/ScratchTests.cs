using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class ScratchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Scratch_IsAlignedAndWritable(int count)
    {
        double* scratch = Scratch.Rent<double>(count);
        Assert.True(scratch != null);
        Assert.Equal(0, (nint)scratch % 64);
        new Span<double>(scratch, count).Fill(1);
    }

    [Fact]
    public void SmallerRent_ReusesTheMemory()
    {
        float* large = Scratch.Rent<float>(50_000);
        Assert.True(large == Scratch.Rent<float>(50_000));
        Assert.True((byte*)large == Scratch.Rent<byte>(7));
        Assert.True(large == Scratch.Rent<float>(50_000));
    }

    [Fact]
    public void EachThread_HasItsOwn()
    {
        nint mine = (nint)Scratch.Rent<float>(100);
        nint other = 0;
        Thread thread = new(() => other = (nint)Scratch.Rent<float>(100));
        thread.Start();
        thread.Join();
        Assert.NotEqual(mine, other);
    }

    [Fact]
    public void ScratchOfThreadsThatEnded_IsReleased()
    {
        // 40 threads of 64 MB each would hold 2.5 GB if they kept it; every page is touched.
        long before = Environment.WorkingSet;
        for (int i = 0; i < 40; i++)
        {
            Thread thread = new(() => new Span<byte>(Scratch.Rent<byte>(64 << 20), 64 << 20).Fill(1));
            thread.Start();
            thread.Join();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 1L << 30);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void ImpossibleSize_IsRefused(long count) => Assert.Throws<ArgumentOutOfRangeException>(() => { Scratch.Rent<double>((nint)count); });
}
