namespace Gen.CrossEntropy.Kernels;

/// <summary>What the host reads of a call that ran on a device.</summary>
/// <param name="RefusedAt">The first row or element that is refused; <see cref="Findings.NoneRefused"/> if none is.</param>
/// <param name="Divisor">D.</param>
/// <param name="Total">The sum of the losses, where it was asked for.</param>
internal readonly record struct GpuOutcome(long RefusedAt, Divisor Divisor, double Total)
{
    public bool IsRefused => RefusedAt != Findings.NoneRefused;
}
