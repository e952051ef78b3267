using System.Diagnostics;
using Gen.CrossEntropy;
using Peers.Cases;
using Peers.Limits;
using Peers.Losses;
using Peers.Measuring;
using Peers.Primitives;
using Peers.Results;
using Peers.Torch;

namespace Peers;

/// <summary>Measures cases: this library, its peers and the machine's limits in turns.</summary>
internal sealed class Measurement(Settings settings, TorchPeer torch, Action<string> say)
{
    /// <summary>Calls with fewer logits are not worth a second thread.</summary>
    private const long ThreadedElements = 1 << 16;

    /// <summary>What touches more finds nothing of it in a cache.</summary>
    private const long CachedBytes = 128L << 20;

    /// <summary>PyTorch keeps about so many tensors of the logits' size at a time, in each of its processes; an option adds some.</summary>
    private const int TorchTensors = 8;

    /// <summary>The lines of a case: for each pass and number of threads one; none if it does not fit in memory.</summary>
    public IEnumerable<Result> Run(Case workload)
    {
        long needed = workload.Bytes * (1 + TorchTensors), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            say($"{workload}: left out, needs {needed >> 20} MB of memory and there are {available >> 20}");
            yield break;
        }

        using Inputs inputs = workload.Loss.NewInputs(workload);
        string? missing = torch.Load(workload, inputs);
        foreach (Pass pass in Enum.GetValues<Pass>())
        {
            foreach (int threads in settings.Threads.Where(threads => threads == 1 || workload.Elements > ThreadedElements))
            {
                yield return Measure(workload, inputs, pass, threads, missing);
            }
        }

        if (missing is null)
        {
            torch.Drop();
        }
    }

    private Result Measure(Case workload, Inputs inputs, Pass pass, int threads, string? missing)
    {
        CpuDevice.Instance.Threads = threads;
        PrimitivesPeer? primitives = threads == 1 ? PrimitivesPeer.For(workload, inputs) : null;
        Agreement.Check(workload, inputs, missing is null ? torch : null, primitives);

        List<Contender> turns = [Ours("ours", workload.Loss, workload, inputs, pass, threads)];
        if (workload.PlainLoss is { } plain)
        {
            turns.Add(Ours("plain", plain, workload, inputs.Plain, pass, threads));
        }

        Contender[] children = missing is null ? [.. torch.Contenders(pass, threads)] : [], ways = [.. MemoryLimit.Contenders(inputs, pass, threads)];
        turns.AddRange([.. children, .. ways, ExpLimit.Contender(workload.Loss.DType)]);
        if (primitives is not null)
        {
            turns.Add(primitives.Contender(pass));
        }

        long touched = ((pass == Pass.Forward ? 1 : 2) * inputs.Bytes) + inputs.TargetSize;
        (Timing[] timings, int rounds) = settings.Turns.Measure(turns, cold: touched > CachedBytes);
        Timing? Of(string name) => turns.FindIndex(t => t.Name == name) is >= 0 and int at ? timings[at] : null;
        Contender? Fastest(Contender[] among) => among.MinBy(c => Of(c.Name)!.Median);
        (string? child, string way) = (Fastest(children)?.Name, Fastest(ways)!.Name);
        Timing exp = Of("exp")!;
        double expsPerThread = workload.Elements * (1 - workload.IgnoredShare) / threads;
        return new Result
        {
            Shape = workload.Shape,
            Loss = workload.Loss.IsElementwise ? "bce_with_logits" : "cross_entropy",
            Dtype = workload.Loss.TypeName,
            Pass = pass,
            Option = workload.Option,
            Threads = threads,
            OursNs = timings[0].Median,
            OursMinNs = timings[0].Minimum,
            PlainNs = Of("plain")?.Median,
            PlainMinNs = Of("plain")?.Minimum,
            TorchNs = child is null ? null : Of(child)!.Median,
            TorchMinNs = child is null ? null : Of(child)!.Minimum,
            TorchCapability = child,
            TorchMissing = missing,
            PrimitivesNs = Of("primitives")?.Median,
            PrimitivesMinNs = Of("primitives")?.Minimum,
            LimitNs = Math.Max(Of(way)!.Median, exp.Median * expsPerThread),
            LimitMinNs = Math.Max(ways.Min(w => Of(w.Name)!.Minimum), exp.Minimum * expsPerThread),
            MemoryNs = Of(way)!.Median,
            MemoryWay = way,
            WalkNs = Of(MemoryLimit.Walk)!.Median,
            ExpNs = exp.Median * expsPerThread,
            Rounds = rounds,
        };
    }

    private static Contender Ours(string name, DeclaredLoss loss, Case workload, Inputs inputs, Pass pass, int threads) => new(
        name,
        calls =>
        {
            long start = Stopwatch.GetTimestamp();
            loss.Run(inputs, workload, pass, calls);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        },
        RestMs: threads > 1 ? 2 : 0);
}
