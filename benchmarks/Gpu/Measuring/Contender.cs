namespace GpuBenchmark.Measuring;

/// <summary>Something that takes turns with the others.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Time">Makes so many calls, waits until the device has done them, and returns the nanoseconds that it took.</param>
internal sealed record Contender(string Name, Func<long, double> Time);
