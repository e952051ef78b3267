namespace Gen.CrossEntropy.Runtime.Tests.Support;

internal static class Collected
{
    /// <summary>Asserts that the target is collected and finalized, which may take more than one collection.</summary>
    public static void Soon(WeakReference reference)
    {
        for (int i = 0; i < 20 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(reference.IsAlive);
    }
}
