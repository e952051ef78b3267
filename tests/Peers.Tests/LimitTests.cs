using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gen.CrossEntropy;
using Peers.Limits;

namespace Peers.Tests;

/// <summary>What claims to be the machine's limit does the work.</summary>
public sealed unsafe class LimitTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(64 * 7)]
    [InlineData(64 * 1024)]
    [InlineData((3 * 64 * 1024) + (64 * 5))]
    public void Every_copy_copies_its_size_and_no_more(int size)
    {
        using TensorBuffer<byte> x = Device.Cpu.Allocate<byte>(size), y = Device.Cpu.Allocate<byte>(size + 64);
        new Random(1).NextBytes(x.Span);
        foreach (Copy copy in (Copy[])[Traffic.Copy, Traffic.CopyPast, Traffic.CopyPastStreams])
        {
            y.Span.Clear();
            copy(Address(x), Address(y), size);
            Assert.Equal(x.Span, y.Span[..size]);
            Assert.Equal(new byte[64], y.Span[size..]);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData((64 * 1024 * 2) + (64 * 9))]
    public void Every_read_reads_all(int size)
    {
        using TensorBuffer<byte> x = Device.Cpu.Allocate<byte>(size);
        new Random(1).NextBytes(x.Span);
        long sum = 0;
        foreach (long number in MemoryMarshal.Cast<byte, long>(x.Span))
        {
            sum += number;
        }

        Assert.Equal(sum, Traffic.Read(Address(x), size));
        Assert.Equal(sum, Traffic.ReadStreams(Address(x), size));
    }

    [Fact]
    public void Exponentials_are_exponentials_at_every_width()
    {
        const int count = 256;
        float[] singles = [.. Enumerable.Range(0, count).Select(i => (float)(1 - (i * 0.05)))];
        double[] doubles = [.. singles.Select(x => (double)x)];
        double expected = doubles.Sum(x => Math.Exp(x - 1));
        fixed (float* s = singles)
        fixed (double* d = doubles)
        {
            foreach (VectorWidth width in CpuDevice.SupportedWidths)
            {
                Assert.Equal(expected, SingleExps.Sum(width, s, count), expected * 1e-6);
                Assert.Equal(expected, DoubleExps.Sum(width, d, count), expected * 1e-14);
            }
        }
    }

    private delegate void Copy(byte* x, byte* y, nint size);

    private static byte* Address(TensorBuffer<byte> buffer) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span));
}
