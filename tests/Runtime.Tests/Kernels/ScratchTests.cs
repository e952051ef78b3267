using System.Reflection;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

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
    public void EachUse_HasItsOwn()
    {
        nint[] all = [.. Enum.GetValues<ScratchUse>().Select(use => (nint)Scratch.Rent<byte>(use, 5000))];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], (nint)Scratch.Rent<byte>(5000));
        Scratch.Rent<byte>(ScratchUse.Block, 5_000_000);
        Assert.Equal(all[^1], (nint)Scratch.Rent<byte>(Enum.GetValues<ScratchUse>()[^1], 5000));
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
    public void ScratchOfAThreadThatEnded_IsReleased() => Collected.Soon(RentOnAThreadThatEnds());

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void ImpossibleSize_IsRefused(long count) => Assert.Throws<ArgumentOutOfRangeException>(() => { Scratch.Rent<double>((nint)count); });

    /// <summary>The owner of the scratch of a thread that is gone; the reference dies once its finalizer has run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RentOnAThreadThatEnds()
    {
        WeakReference? owner = null;
        Thread thread = new(() =>
        {
            Scratch.Rent<byte>(1 << 20);
            owner = new WeakReference(((object[])typeof(Scratch).GetField("owners", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!)[0], trackResurrection: true);
        });
        thread.Start();
        thread.Join();
        return owner!;
    }
}
