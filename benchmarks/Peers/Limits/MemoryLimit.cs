using Peers.Cases;
using Peers.Measuring;

namespace Peers.Limits;

/// <summary>The fastest way to move the bytes that a call must move: logits and targets read, and the gradient written.</summary>
internal static unsafe class MemoryLimit
{
    /// <summary>What one walk through memory reaches; for the gradient, with stores past the caches.</summary>
    public const string Walk = "walk";

    private const nint Page = 4096;

    private delegate void Move(byte* x, byte* y, nint size);

    private static readonly (string Name, Move Move)[] Reads = [(Walk, (x, _, size) => Traffic.Read(x, size)), ("streams", (x, _, size) => Traffic.ReadStreams(x, size))];

    private static readonly (string Name, Move Move)[] Copies = [(Walk, Traffic.CopyPast), ("streams", Traffic.CopyPastStreams), ("cached", Traffic.Copy)];

    /// <summary>Each of the ways; the row's limit is the fastest. They read the case's logits and targets and write its gradient.</summary>
    public static IEnumerable<Contender> Contenders(Inputs inputs, Pass pass, int threads) => (pass == Pass.Forward ? Reads : Copies).Select(way => new Contender(
        way.Name,
        calls => Crew.Time(threads, part =>
        {
            (nint start, nint end) = Part(inputs.Bytes, part, threads);
            (nint targetStart, nint targetEnd) = Part(inputs.TargetSize, part, threads);
            for (long i = 0; i < calls; i++)
            {
                Traffic.Read(inputs.TargetBytes + targetStart, targetEnd - targetStart);
                way.Move(inputs.LogitBytes + start, inputs.GradientBytes + start, end - start);
            }
        })));

    /// <summary>Whole pages for each thread; the last has the rest, of which whole cache lines count.</summary>
    private static (nint Start, nint End) Part(nint size, int part, int parts)
    {
        nint share = size / parts / Page * Page;
        return (share * part, part == parts - 1 ? size / 64 * 64 : share * (part + 1));
    }
}
