using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Testing;

/// <summary>An array with guard elements before and behind it, at a chosen alignment, that knows whether anything outside it, or what was put into it, was overwritten.</summary>
/// <remarks>The guards of floating-point arrays are NaN, so that a kernel which computes with what it must not read gives itself away.</remarks>
internal sealed class GuardedArray<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly string name;
    private readonly T[] memory;
    private readonly T[] before;
    private readonly int start;
    private readonly int length;

    /// <summary>Puts a copy of <paramref name="values"/> <paramref name="offset"/> elements behind an aligned address.</summary>
    public unsafe GuardedArray(string name, ReadOnlySpan<T> values, int offset, T guard)
    {
        int margin = 2 * Alignment / sizeof(T);
        this.name = name;
        length = values.Length;
        memory = GC.AllocateUninitializedArray<T>(length + offset + (3 * margin), pinned: true);
        memory.AsSpan().Fill(guard);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)) + (margin * sizeof(T));
        start = (int)((((address + Alignment - 1) & -Alignment) - address) / sizeof(T)) + margin + offset;
        values.CopyTo(Span);
        before = [.. memory];
    }

    /// <summary>The array itself.</summary>
    public Span<T> Span => memory.AsSpan(start, length);

    /// <summary>Throws if a guard element has changed.</summary>
    /// <exception cref="GuardException">One has.</exception>
    public void CheckGuards()
    {
        Check(0, start);
        Check(start + length, memory.Length);
    }

    /// <summary>Throws if any element has changed, in the array or outside it.</summary>
    /// <exception cref="GuardException">One has.</exception>
    public void CheckUnchanged() => Check(0, memory.Length);

    /// <summary>After a call that was to write the array, or was not.</summary>
    /// <exception cref="GuardException">Something else has changed.</exception>
    public void Check(bool written)
    {
        if (written)
        {
            CheckGuards();
        }
        else
        {
            CheckUnchanged();
        }
    }

    private void Check(int from, int to)
    {
        // As bytes: a NaN equals itself there.
        int size = Unsafe.SizeOf<T>();
        ReadOnlySpan<byte> was = MemoryMarshal.AsBytes(before.AsSpan(from, to - from)), now = MemoryMarshal.AsBytes(memory.AsSpan(from, to - from));
        int same = was.CommonPrefixLength(now);
        if (same < was.Length)
        {
            int index = from + (same / size) - start;
            throw new GuardException($"{name}[{index}] of {length} was overwritten: {before[start + index]} became {memory[start + index]}.");
        }
    }
}

/// <summary>A call wrote where it must not.</summary>
public sealed class GuardException : Exception
{
    /// <summary>With the text that says what was overwritten.</summary>
    public GuardException(string message)
        : base(message)
    {
    }

    /// <summary>Without a text.</summary>
    public GuardException()
    {
    }

    /// <summary>With a text and a cause.</summary>
    public GuardException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
