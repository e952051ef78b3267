using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Keeps what is refused of a call that nobody waits for: which call it was, where, and the value, since the buffer may hold another one when the host asks. Only the first refusal since the host last asked is kept.
/// </summary>
internal static class RefusalCapture
{
    /// <summary>The places of <see cref="RefusalArguments.Kept"/>: the call's number, 0 where nothing is refused; the row or element; the value's bits.</summary>
    public const int NumberAt = 0;

    /// <inheritdoc cref="NumberAt"/>
    public const int PlaceAt = 1;

    /// <inheritdoc cref="NumberAt"/>
    public const int ValueAt = 2;

    /// <inheritdoc cref="NumberAt"/>
    public const int KeptLength = 3;

    /// <summary>The threads of its one group.</summary>
    public const int Threads = 32;

    /// <summary><see cref="Run"/>, as the one delegate by which devices find what they have compiled.</summary>
    public static readonly Action<RefusalArguments> Kernel = Run;

    private static void Run(RefusalArguments arguments)
    {
        long place = arguments.Outcome[Settlement.RefusedAt];
        if (Group.IdxX != 0 || place == Findings.NoneRefused || arguments.Kept[NumberAt] != 0)
        {
            return;
        }

        long bits = 0;
        for (int i = arguments.Size - 1; i >= 0; i--)
        {
            bits = (bits << 8) | arguments.Elements[(place * arguments.Size) + i];
        }

        arguments.Kept[NumberAt] = arguments.Number;
        arguments.Kept[PlaceAt] = place;
        arguments.Kept[ValueAt] = bits;
    }
}

/// <summary>What <see cref="RefusalCapture"/> works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RefusalArguments
{
    /// <summary>What was inspected, as bytes, the lowest of an element first.</summary>
    public ArrayView<byte> Elements;

    /// <summary>What the call came to.</summary>
    public ArrayView<long> Outcome;

    /// <summary>Written, unless it holds an earlier refusal.</summary>
    public ArrayView<long> Kept;

    /// <summary>The call's number, from 1.</summary>
    public long Number;

    /// <summary>The bytes of an element.</summary>
    public int Size;
}
