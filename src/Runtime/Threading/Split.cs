namespace Gen.CrossEntropy.Threading;

/// <summary>Among how many threads a call's work goes.</summary>
/// <param name="Threads">How many, the caller's included.</param>
/// <param name="Wakes">Whether the work is worth waking threads that sleep.</param>
internal readonly record struct Split(int Threads, bool Wakes)
{
    /// <summary>The split of some elements.</summary>
    /// <param name="elements">How many there are.</param>
    /// <param name="grain">A row of <see cref="Grain"/>: the least for a thread.</param>
    public static Split Of(nint elements, nint grain) => elements < 2 * grain
        ? new Split(1, false)
        : new Split((int)nint.Min(CpuDevice.Instance.Threads, elements / grain), elements >= Grain.Wake * grain);
}
