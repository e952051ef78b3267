using System.Globalization;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The lengths and numbers of a call: each refusal names the argument, what was expected and what was given.</summary>
internal static unsafe class Guards
{
    /// <summary>The most samples of a block: what the scratch of a block on the stack holds.</summary>
    public const int MostBlockRows = 256;

    /// <summary>Checks everything that does not depend on a target's value.</summary>
    /// <returns>N, the number of samples.</returns>
    public static nint Check<T, TTarget>(in LossCall<T, TTarget> call, bool indices)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call.ClassCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(call.BlockRows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.BlockRows, MostBlockRows);

        nint classes = call.ClassCount;
        nint positions = call.Positions;
        CheckPositions(positions);

        // Divided twice, since C·S need not fit.
        nint rows = call.Logits.Length / classes;
        nint samples = rows / positions;
        if (call.Logits.Length % classes != 0 || rows % positions != 0)
        {
            string unit = positions == 1 ? $"a multiple of C = {classes} classes" : $"a multiple of C·S = {classes} classes · {positions} positions";
            throw Wrong("logits", unit, call.Logits.Length);
        }

        if (indices)
        {
            CheckLength("targets", call.Targets.Length, rows, "one per sample");
        }
        else
        {
            CheckLength("targets", call.Targets.Length, call.Logits.Length, "as many as logits");
        }

        if (call.Weighted)
        {
            CheckLength("classWeights", call.ClassWeights.Length, classes, "one per class");
        }
        else if (call.ClassWeights.Length != 0)
        {
            throw Wrong("classWeights", "none, since this loss declares its class weights or none (ClassWeightsPerCall = true asks for them at each call)", call.ClassWeights.Length);
        }

        bool writesLoss = call.Pass != LossPass.Backward;
        bool writesGradient = call.Pass != LossPass.Forward;
        if (call.Reduction == Reduction.None)
        {
            if (writesGradient)
            {
                CheckLength("upstream", call.UpstreamRows.Length, rows, "one per sample");
            }

            if (writesLoss)
            {
                CheckLength("losses", call.Losses.Length, rows, "one per sample");
            }
        }

        if (writesGradient)
        {
            CheckLength("gradient", call.Gradient.Length, call.Logits.Length, "as many as logits");
        }

        CheckDivisor(call.Divisor);
        return samples;
    }

    private static void CheckPositions(nint positions)
    {
        if (positions < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(positions), (long)positions, $"positions: expected 1 or more, got {positions}.");
        }
    }

    private static void CheckDivisor(double? divisor)
    {
        if (divisor is double given && (given == 0 || !double.IsFinite(given)))
        {
            throw new ArgumentOutOfRangeException(nameof(divisor), given, string.Create(CultureInfo.InvariantCulture, $"divisor: expected a finite number other than 0, got {given}."));
        }
    }

    private static void CheckLength(string argument, nint given, nint expected, string why)
    {
        if (given != expected)
        {
            throw Wrong(argument, $"{expected} elements, {why}", given);
        }
    }

    private static ArgumentException Wrong(string argument, string expected, nint given) => new($"{argument}: expected {expected}, got {given} elements.", argument);
}
