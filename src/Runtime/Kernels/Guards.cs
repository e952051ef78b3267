using System.Globalization;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Lengths and numbers of a call: each refusal names the argument, what was expected and what was given.</summary>
internal static class Guards
{
    /// <summary>Checks that an input is made of whole samples [C, S].</summary>
    /// <returns>N, their number.</returns>
    public static nint CheckSamples(string inputName, nint given, nint classes, nint positions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        CheckPositions(positions);

        // Divided twice, since C·S need not fit; and seldom, since a division takes as long as all other checks.
        nint rows = given / classes;
        nint samples = positions == 1 ? rows : rows / positions;
        if (rows * classes != given || samples * positions != rows)
        {
            string unit = positions == 1 ? $"a multiple of C = {classes} classes" : $"a multiple of C·S = {classes} classes · {positions} positions";
            throw Wrong(inputName, unit, given);
        }

        return samples;
    }

    /// <summary>Checks the length of an argument that has an element for each of the input.</summary>
    public static void CheckLikeInput(string argument, nint given, string inputName, nint inputLength) => CheckLength(argument, given, inputLength, "as many as ", inputName);

    /// <summary>Checks the length of an argument that has an element for each sample and position.</summary>
    public static void CheckPerSample(string argument, nint given, nint rows) => CheckLength(argument, given, rows, "one per sample");

    /// <summary>Checks class weights, where the loss has some, and refuses them where it has not.</summary>
    public static void CheckClassWeights(nint given, bool weighted, nint classes)
    {
        if (weighted)
        {
            CheckLength("classWeights", given, classes, "one per class");
        }
        else
        {
            CheckNone("classWeights", given, "this loss declares its class weights or none (ClassWeightsPerCall = true asks for them at each call)");
        }
    }

    /// <summary>Checks the weights of elements: one for each, or K that fit K·S times.</summary>
    public static void CheckElementWeights(string argument, nint given, bool weighted, string inputName, nint inputLength, nint positions)
    {
        if (!weighted)
        {
            CheckNone(argument, given, "this loss declares none that are given at each call");
        }
        else if (given != inputLength && (given == 0 || inputLength % given != 0 || inputLength / given % positions != 0))
        {
            string product = positions == 1 ? "K of which" : $"K of which, times S = {positions} positions,";
            throw Wrong(argument, $"{inputLength} elements, as many as {inputName}, or {product} {inputLength} is a multiple", given);
        }
    }

    public static void CheckPositions(nint positions)
    {
        if (positions < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(positions), (long)positions, $"positions: expected 1 or more, got {positions}.");
        }
    }

    /// <summary>Checks the N of a mean over a batch: elements are whole samples, and 0 samples have none.</summary>
    public static void CheckBatchSize(nint batchSize, string inputName, nint inputLength)
    {
        nint least = inputLength == 0 ? 0 : 1;
        if (batchSize < least)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), (long)batchSize, $"batchSize: expected {least} or more, got {batchSize}.");
        }

        if (inputLength != 0 && inputLength % batchSize != 0)
        {
            throw Wrong(inputName, $"a multiple of batchSize = {batchSize}", inputLength);
        }
    }

    public static void CheckDivisor(double? divisor)
    {
        if (divisor is double given && (given == 0 || !double.IsFinite(given)))
        {
            throw new ArgumentOutOfRangeException(nameof(divisor), given, string.Create(CultureInfo.InvariantCulture, $"divisor: expected a finite number other than 0, got {given}."));
        }
    }

    /// <summary>Checks what generated code sets, not a caller.</summary>
    public static void CheckReduction(Reduction reduction, Reduction last)
    {
        if (reduction < Reduction.None || reduction > last)
        {
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"reduction: expected {Reduction.None} to {last}, got {reduction}.");
        }
    }

    private static void CheckNone(string argument, nint given, string why)
    {
        if (given != 0)
        {
            throw Wrong(argument, $"none, since {why}", given);
        }
    }

    /// <summary>The reason comes in two parts: a call that is right joins no strings.</summary>
    private static void CheckLength(string argument, nint given, nint expected, string why, string whose = "")
    {
        if (given != expected)
        {
            throw Wrong(argument, $"{expected} elements, {why}{whose}", given);
        }
    }

    private static ArgumentException Wrong(string argument, string expected, nint given) => new($"{argument}: expected {expected}, got {given} elements.", argument);
}
