using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gen.CrossEntropy;

namespace Peers.Limits;

/// <summary>The exponential that Float64 kernels sum, at each width: subtract, multiply, reduce, a polynomial of degree 11, scale.</summary>
internal static unsafe class DoubleExps
{
    private const double Log2E = 1.442695040888963;

    /// <summary>Adding it rounds to an integer, which then stands in the low bits.</summary>
    private const double Magic = 6755399441055744;

    /// <summary>Σ exp(x - 1) at a width of vectors.</summary>
    /// <param name="width">One that the machine has.</param>
    /// <param name="x">The numbers: not above 1.</param>
    /// <param name="count">A multiple of 64.</param>
    public static double Sum(VectorWidth width, double* x, int count) => width switch
    {
        VectorWidth.Vector512 => Sum512(x, count),
        VectorWidth.Vector256 => Sum256(x, count),
        VectorWidth.Vector128 => Sum128(x, count),
        _ => SumScalar(x, count),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum512(double* x, int count)
    {
        Vector512<double> a = default, b = default, c = default, d = default, m = Vector512<double>.One;
        int lanes = Vector512<double>.Count;
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
    private static double Sum256(double* x, int count)
    {
        Vector256<double> a = default, b = default, c = default, d = default, m = Vector256<double>.One;
        int lanes = Vector256<double>.Count;
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
    private static double Sum128(double* x, int count)
    {
        Vector128<double> a = default, b = default, c = default, d = default, m = Vector128<double>.One;
        int lanes = Vector128<double>.Count;
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
    private static double SumScalar(double* x, int count)
    {
        double a = 0, b = 0;
        for (int i = 0; i < count; i += 2)
        {
            a += Exp(x[i] - 1);
            b += Exp(x[i + 1] - 1);
        }

        return a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> k = x * Vector512.Create(Log2E), f = Avx512DQ.Reduce(k, 0x09);
        Vector512<double> p = Vector512.Create(6.26346527342259027e-10);
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(6.55952983551727122e-9));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(1.025321230405209e-7));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(1.32083673082200493e-6));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.0000152531750537952462));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.000154035123097339487));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.00133335586295626759));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.00961812909955089561));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.0555041086656022387));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.240226506959063303));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512.Create(0.693147180559945928));
        p = Vector512.MultiplyAddEstimate(p, f, Vector512<double>.One);
        return Avx512F.Scale(p, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Exp(Vector256<double> x)
    {
        Vector256<double> k = x * Vector256.Create(Log2E), n = k + Vector256.Create(Magic), f = k - (n - Vector256.Create(Magic));
        Vector256<double> p = Vector256.Create(4.43477129820037671e-10);
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(7.0737832485031333e-9));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(1.0178199571842138e-7));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(1.3215435282308488e-6));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.0000152527334931274893));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.000154035304571120909));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.00133335581467746205));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.00961812910759412009));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.0555041086648200832));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.240226506959101313));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.693147180559945326));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256<double>.One);
        return p * Vector256.ShiftLeft(n.AsInt64() + Vector256.Create(1023L), 52).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Exp(Vector128<double> x)
    {
        Vector128<double> k = x * Vector128.Create(Log2E), n = k + Vector128.Create(Magic), f = k - (n - Vector128.Create(Magic));
        Vector128<double> p = Vector128.Create(4.43477129820037671e-10);
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(7.0737832485031333e-9));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(1.0178199571842138e-7));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(1.3215435282308488e-6));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.0000152527334931274893));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.000154035304571120909));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.00133335581467746205));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.00961812910759412009));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.0555041086648200832));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.240226506959101313));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128.Create(0.693147180559945326));
        p = Vector128.MultiplyAddEstimate(p, f, Vector128<double>.One);
        return p * Vector128.ShiftLeft(n.AsInt64() + Vector128.Create(1023L), 52).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Exp(double x)
    {
        double k = x * Log2E, n = k + Magic, f = k - (n - Magic);
        double p = 4.43477129820037671e-10;
        p = double.MultiplyAddEstimate(p, f, 7.0737832485031333e-9);
        p = double.MultiplyAddEstimate(p, f, 1.0178199571842138e-7);
        p = double.MultiplyAddEstimate(p, f, 1.3215435282308488e-6);
        p = double.MultiplyAddEstimate(p, f, 0.0000152527334931274893);
        p = double.MultiplyAddEstimate(p, f, 0.000154035304571120909);
        p = double.MultiplyAddEstimate(p, f, 0.00133335581467746205);
        p = double.MultiplyAddEstimate(p, f, 0.00961812910759412009);
        p = double.MultiplyAddEstimate(p, f, 0.0555041086648200832);
        p = double.MultiplyAddEstimate(p, f, 0.240226506959101313);
        p = double.MultiplyAddEstimate(p, f, 0.693147180559945326);
        p = double.MultiplyAddEstimate(p, f, 1);
        return p * BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(n) + 1023L) << 52);
    }
}
