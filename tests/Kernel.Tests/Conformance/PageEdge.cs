using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Memory between two pages that nobody may touch: one read or write too far ends the process.</summary>
internal sealed unsafe partial class PageEdge : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nuint page = (nuint)Environment.SystemPageSize;
    private readonly byte* memory;
    private readonly nuint inner;

    /// <summary>Room for this many bytes.</summary>
    public PageEdge(nuint bytes)
    {
        inner = (bytes + page - 1) / page * page;
        memory = (byte*)Map(null, inner + (2 * page), ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)memory == -1 || Protect(memory, page, 0) != 0 || Protect(memory + page + inner, page, 0) != 0)
        {
            throw new InvalidOperationException("No protected pages.");
        }
    }

    /// <summary>Whether this system has the calls.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Elements that begin with the memory's first byte.</summary>
    public Span<T> AtStart<T>(int count)
        where T : unmanaged => new(memory + page, count);

    /// <summary>Elements that end with the memory's last byte.</summary>
    public Span<T> AtEnd<T>(int count)
        where T : unmanaged => new(memory + page + inner - ((nuint)count * (nuint)sizeof(T)), count);

    public void Dispose() => _ = Unmap(memory, inner + (2 * page));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
