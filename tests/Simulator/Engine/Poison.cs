using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Simulator;

/// <summary>
/// What fresh memory holds: a NaN, read as any floating-point type (float, double, half, bfloat16), and far out of range as an integer. A result that comes of memory that nobody wrote is seen so.
/// </summary>
internal static unsafe class Poison
{
    private const ushort Pattern = 0xFFF5;

    public static void Fill(byte* address, long bytes)
    {
        while (bytes > 0)
        {
            int part = (int)Math.Min(bytes, 1 << 30);
            MemoryMarshal.Cast<byte, ushort>(new Span<byte>(address, part)).Fill(Pattern);
            if (part % 2 != 0)
            {
                address[part - 1] = Pattern & 0xFF;
            }

            address += part;
            bytes -= part;
        }
    }
}
