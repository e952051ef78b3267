using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>Calls stay on their caller's thread, unless a test asks for more: toy kernels note what they see for each thread.</summary>
internal static class OneThread
{
    /// <summary>The threads of calls before any test set them.</summary>
    public static int DefaultThreads { get; private set; }

    [ModuleInitializer]
    internal static void Set()
    {
        DefaultThreads = CpuDevice.Instance.Threads;
        CpuDevice.Instance.Threads = 1;
    }
}
