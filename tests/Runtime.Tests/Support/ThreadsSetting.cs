namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>Tests that set the number of threads, which is a setting of the process: no other test runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadsSetting
{
    public const string Name = "Threads";

    /// <summary>Runs an action with this number of threads.</summary>
    public static void With(int threads, Action action)
    {
        int before = CpuDevice.Instance.Threads;
        CpuDevice.Instance.Threads = threads;
        try
        {
            action();
        }
        finally
        {
            CpuDevice.Instance.Threads = before;
        }
    }
}
