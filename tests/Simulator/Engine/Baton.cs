namespace Gen.CrossEntropy.Simulator;

/// <summary>What a thread waits for until another hands it over.</summary>
internal sealed class Baton : IDisposable
{
    private readonly SemaphoreSlim semaphore = new(0);

    public void HandOver() => semaphore.Release();

    public void Await() => semaphore.Wait();

    public void Dispose() => semaphore.Dispose();
}
