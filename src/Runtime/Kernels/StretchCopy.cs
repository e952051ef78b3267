using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Copies equally long stretches between memory where they lie apart, and memory where they are packed: the classes of a block of positions.</summary>
internal static unsafe class StretchCopy
{
    private const int Line = 64;

    /// <summary>packed[i, j] = source[i·distance + j], and asks for what follows each stretch: the next block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(T* source, nint distance, T* packed, nint length, nint stretches)
        where T : unmanaged
    {
        nint bytes = length * sizeof(T);
        for (nint i = 0; i < stretches; i++)
        {
            byte* from = (byte*)(source + (i * distance)), to = (byte*)(packed + (i * length));
            nint b = 0;
            for (; b <= bytes - Line; b += Line)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch1(from + bytes + b);
                }

                CopyLine(from + b, to + b);
            }

            for (; b < bytes; b++)
            {
                to[b] = from[b];
            }
        }
    }

    /// <summary>destination[i·distance + j] = packed[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(T* packed, T* destination, nint distance, nint length, nint stretches, bool streams)
        where T : unmanaged
    {
        nint bytes = length * sizeof(T);
        for (nint i = 0; i < stretches; i++)
        {
            if (streams)
            {
                NonTemporal.Copy(packed + (i * length), destination + (i * distance), length);
                continue;
            }

            byte* from = (byte*)(packed + (i * length)), to = (byte*)(destination + (i * distance));
            nint b = 0;
            for (; b <= bytes - Line; b += Line)
            {
                CopyLine(from + b, to + b);
            }

            for (; b < bytes; b++)
            {
                to[b] = from[b];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLine(byte* from, byte* to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512.Store(Vector512.Load(from), to);
        }
        else
        {
            Vector128.Store(Vector128.Load(from), to);
            Vector128.Store(Vector128.Load(from + 16), to + 16);
            Vector128.Store(Vector128.Load(from + 32), to + 32);
            Vector128.Store(Vector128.Load(from + 48), to + 48);
        }
    }
}
