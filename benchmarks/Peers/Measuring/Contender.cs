namespace Peers.Measuring;

/// <summary>Something that takes turns with the others.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="Time">Runs so many calls and returns the nanoseconds that they took together.</param>
/// <param name="RestMs">How long it still uses the processor afterwards.</param>
internal sealed record Contender(string Name, Func<long, double> Time, int RestMs = 0);
