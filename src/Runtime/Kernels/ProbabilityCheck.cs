using System.Globalization;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every probability of a call before any of them is used.</summary>
internal static unsafe class ProbabilityCheck
{
    /// <summary>Refuses a value outside [0, 1] or NaN, with its element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is such a value.</exception>
    public static void Run<T>(Slice<T> values, string argument)
        where T : unmanaged
    {
        nint refused = FindRefused(values);
        if (refused < values.Length)
        {
            throw Refused(argument, refused, values.Pointer[refused]);
        }
    }

    /// <summary>What is thrown where a value is no probability.</summary>
    /// <param name="argument">What the caller calls the values.</param>
    /// <param name="element">The value's index.</param>
    /// <param name="value">The value.</param>
    /// <param name="end">What else is to be said.</param>
    public static ArgumentOutOfRangeException Refused<T>(string argument, nint element, T value, string end = "")
        where T : unmanaged => new(argument, value, string.Create(CultureInfo.InvariantCulture, $"{argument}: expected probabilities, from 0 to 1, got {value} at element {element}.{end}"));

    /// <summary>The first refused element; the length if there is none.</summary>
    public static nint FindRefused<T>(Slice<T> values)
        where T : unmanaged
    {
        FirstIndex refused = new();
        ProbabilityBlocks<T> blocks = new(values, &refused);
        OrderedSum.Of(in blocks, blocks.Count, Split.Of(values.Length, Grain.Checks));
        return refused.Any ? refused.Index : values.Length;
    }
}
