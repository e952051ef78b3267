using System.Runtime.CompilerServices;
using Gen.CrossEntropy;

namespace Peers.Cases;

/// <summary>Conversions of the four element types, of which one has no generic arithmetic.</summary>
internal static class Number
{
    public static T Of<T>(float value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value)
        : typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>((Half)value)
        : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<BFloat16, T>((BFloat16)value)
        : throw new NotSupportedException(typeof(T).Name);

    public static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(value)
        : typeof(T) == typeof(Half) ? (double)Unsafe.BitCast<T, Half>(value)
        : typeof(T) == typeof(BFloat16) ? (double)Unsafe.BitCast<T, BFloat16>(value)
        : throw new NotSupportedException(typeof(T).Name);
}
