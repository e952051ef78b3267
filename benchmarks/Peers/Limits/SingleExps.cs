using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gen.CrossEntropy;

namespace Peers.Limits;

/// <summary>The exponential that Float32 kernels sum, at each width: subtract, multiply, reduce, a polynomial of degree 5, scale.</summary>
internal static unsafe class SingleExps
{
    private const float Log2E = 1.442695040888963f;

    /// <summary>Adding it rounds to an integer, which then stands in the low bits.</summary>
    private const float Magic = 12582912f;

    /// <summary>Σ exp(x - 1) at a width of vectors.</summary>
    /// <param name="width">One that the machine has.</param>
    /// <param name="x">The numbers: not above 1.</param>
    /// <param name="count">A multiple of 64.</param>
    public static float Sum(VectorWidth width, float* x, int count) => width switch
    {
        VectorWidth.Vector512 => Sum512(x, count),
        VectorWidth.Vector256 => Sum256(x, count),
        VectorWidth.Vector128 => Sum128(x, count),
        _ => SumScalar(x, count),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum512(float* x, int count)
    {
        Vector512<float> a = default, b = default, c = default, d = default, m = Vector512<float>.One;
        int lanes = Vector512<float>.Count;
        for (int i = 0; i < count; i += 4 * lanes)
        {
            a += Exp(Vector512.Load(x + i) - m);
            b += Exp(Vector512.Load(x + i + lanes) - m);
            c += Exp(Vector512.Load(x + i + (2 * lanes)) - m);
            d += Exp(Vector512.Load(x + i + (3 * lanes)) - m);
        }

        return Vector512.Sum(a + b + (c + d));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum256(float* x, int count)
    {
        Vector256<float> a = default, b = default, c = default, d = default, m = Vector256<float>.One;
        int lanes = Vector256<float>.Count;
        for (int i = 0; i < count; i += 4 * lanes)
        {
            a += Exp(Vector256.Load(x + i) - m);
            b += Exp(Vector256.Load(x + i + lanes) - m);
            c += Exp(Vector256.Load(x + i + (2 * lanes)) - m);
            d += Exp(Vector256.Load(x + i + (3 * lanes)) - m);
        }

        return Vector256.Sum(a + b + (c + d));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum128(float* x, int count)
    {
        Vector128<float> a = default, b = default, c = default, d = default, m = Vector128<float>.One;
        int lanes = Vector128<float>.Count;
        for (int i = 0; i < count; i += 4 * lanes)
        {
            a += Exp(Vector128.Load(x + i) - m);
            b += Exp(Vector128.Load(x + i + lanes) - m);
            c += Exp(Vector128.Load(x + i + (2 * lanes)) - m);
            d += Exp(Vector128.Load(x + i + (3 * lanes)) - m);
        }

        return Vector128.Sum(a + b + (c + d));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumScalar(float* x, int count)
    {
        float a = 0, b = 0;
        for (int i = 0; i < count; i += 2)
        {
            a += Exp(x[i] - 1);
            b += Exp(x[i + 1] - 1);
        }

        return a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> k = x * Vector512.Create(Log2E), f = Avx512DQ.Reduce(k, 0x09);
        Vector512<float> p = Vector512.Create(0.00186713008190700818f);
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.00901703028443674904f));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.055799913145968067f));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.240164450136067553f));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.693151311807522955f));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512<float>.One);
        return Avx512F.Scale(p, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> k = x * Vector256.Create(Log2E), n = k + Vector256.Create(Magic), f = k - (n - Vector256.Create(Magic));
        Vector256<float> p = Vector256.Create(0.00132647271400720133f);
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.00967151263995645515f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.0555073374347008527f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.240222420853767095f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.693146977598992038f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256<float>.One);
        return p * Vector256.ShiftLeft(n.AsInt32() + Vector256.Create(127), 23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Exp(Vector128<float> x)
    {
        Vector128<float> k = x * Vector128.Create(Log2E), n = k + Vector128.Create(Magic), f = k - (n - Vector128.Create(Magic));
        Vector128<float> p = Vector128.Create(0.00132647271400720133f);
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.00967151263995645515f));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.0555073374347008527f));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.240222420853767095f));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.693146977598992038f));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128<float>.One);
        return p * Vector128.ShiftLeft(n.AsInt32() + Vector128.Create(127), 23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Exp(float x)
    {
        float k = x * Log2E, n = k + Magic, f = k - (n - Magic);
        float p = 0.00132647271400720133f;
        p = float.MultiplyAddEstimate(p, f, 0.00967151263995645515f);
        p = float.MultiplyAddEstimate(p, f, 0.0555073374347008527f);
        p = float.MultiplyAddEstimate(p, f, 0.240222420853767095f);
        p = float.MultiplyAddEstimate(p, f, 0.693146977598992038f);
        p = float.MultiplyAddEstimate(p, f, 1);
        return p * BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(n) + 127) << 23);
    }
}
