namespace Gen.CrossEntropy.Threading;

/// <summary>The least work that a thread is given, in elements, by what is done with one: below twice that, a call stays on its caller's thread.</summary>
/// <remarks>Calls that follow each other, Xeon with 2 processors in use by others too, 2026-11-21, medians in µs with 1 and 2 threads.</remarks>
internal static class Grain
{
    /// <summary>Of losses and maps over classes. 10 classes, forward and backward: 4 K logits 3.2, 3.1; 8 K 6.0, 5.0; 16 K 11.7, 8.3; 64 K 47, 30.</summary>
    public const nint Classes = 8192;

    /// <summary>Of elementwise losses, forward and backward. Squares: 8 K 3.3, 3.0; 16 K 6.6, 5.2; 64 K 28, 18. BCE of logits: 8 K 17.5, 12.8; 16 K 34, 24.</summary>
    public const nint Elements = 8192;

    /// <summary>Of a look at class indices, and at probabilities: a quarter of the time of a loss, or less.</summary>
    public const nint Checks = 32_768;

    /// <summary>
    /// How many times the least work for a thread a call must have for threads to be woken. To wake one costs the caller 4 to 10 µs, and it begins 5 to 20 µs later; 128 K logits of 10 classes take 90.
    /// </summary>
    public const nint Wake = 16;
}
