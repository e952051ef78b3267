using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Simulator;

/// <summary>What a thread waits for until another hands it over. On Linux a semaphore of the system's, which takes half the time of an event: that is what a barrier costs.</summary>
internal sealed unsafe partial class Baton : IDisposable
{
    /// <summary>No less than a semaphore has anywhere, and a line of the cache of its own.</summary>
    private const int SemaphoreBytes = 64;

    private readonly AutoResetEvent? handed;
    private void* semaphore;

    public Baton()
    {
        if (OperatingSystem.IsLinux())
        {
            semaphore = NativeMemory.AlignedAlloc(SemaphoreBytes, SemaphoreBytes);
            if (Initialise(semaphore, 0, 0) == 0)
            {
                return;
            }

            Dispose();
        }

        handed = new AutoResetEvent(initialState: false);
    }

    ~Baton() => Free();

    public void HandOver()
    {
        if (handed is null)
        {
            _ = Post(semaphore);
        }
        else
        {
            handed.Set();
        }
    }

    public void Await()
    {
        if (handed is null)
        {
            // A signal may end the wait early.
            while (Wait(semaphore) != 0)
            {
            }
        }
        else
        {
            handed.WaitOne();
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Dispose()
    {
        handed?.Dispose();
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(semaphore);
        semaphore = null;
    }

    [LibraryImport("libc", EntryPoint = "sem_init")]
    private static partial int Initialise(void* semaphore, int shared, uint value);

    [LibraryImport("libc", EntryPoint = "sem_post")]
    private static partial int Post(void* semaphore);

    [LibraryImport("libc", EntryPoint = "sem_wait")]
    private static partial int Wait(void* semaphore);
}
