using System.Diagnostics;
using Gen.CrossEntropy;
using GpuBenchmark.Losses;
using GpuBenchmark.Results;
using GpuBenchmark.Torch;
using GpuBenchmark.Workloads;

namespace GpuBenchmark.Measuring;

/// <summary>Checks and measures a row of the table: the three passes of a loss, in turns with copies and with PyTorch.</summary>
internal sealed class Measurement(Settings settings, TorchPeer torch, Action<string> say)
{
    private const string ByDriver = "copy by the driver", ByKernel = "copy by a kernel", Overhead = "one row";

    /// <summary>The lines of a workload, one for each pass.</summary>
    /// <exception cref="WrongResultException">A pass gives something else than the CPU.</exception>
    public IReadOnlyList<Result> Run(Workload workload, IlgpuDevice device, double bytes)
    {
        using LoadedLoss loss = workload.Load(device, workload.RowsOf(bytes));
        CopyLimit copy = new(loss.Logits, loss.Gradient);
        if (loss.Check(copy) is { } wrong)
        {
            throw new WrongResultException(wrong);
        }

        // Nothing is collected while it is timed.
        GC.Collect();

        using LoadedLoss oneRow = LossTable.TenClassesOf(workload).Load(device, rows: 1);
        List<Contender> turns =
        [
            .. Enum.GetValues<Pass>().Select(pass => On(device, pass.ToString(), () => loss.Run(pass))),
            On(device, ByDriver, copy.ByDriver),
            On(device, ByKernel, copy.ByKernel),
            On(device, Overhead, () => oneRow.Run(Pass.ForwardBackward)),
        ];
        turns.AddRange(torch.Load(loss.Rows, workload.Classes, workload.Dtype, say));
        Dictionary<string, Timing> timings = settings.Turns.Measure(turns);
        torch.Drop();
        Timing byDriver = timings[ByDriver], byKernel = timings[ByKernel];
        (Timing copied, string way) = byDriver.Median <= byKernel.Median ? (byDriver, "driver") : (byKernel, "kernel");
        double copyRate = 2.0 * copy.Bytes / copied.Median;
        return [.. Enum.GetValues<Pass>().Select(Line)];

        Result Line(Pass pass)
        {
            Timing ours = timings[pass.ToString()], overhead = timings[Overhead];
            (Timing? eager, Timing? compiled) = (timings.GetValueOrDefault(TorchPeer.NameOf("eager", pass)), timings.GetValueOrDefault(TorchPeer.NameOf("compile", pass)));
            double rate = loss.BytesOf(pass) / ours.Median;
            return new Result
            {
                Shape = [loss.Rows, workload.Classes],
                Classes = workload.Classes,
                Dtype = workload.Dtype,
                Pass = pass,
                Ns = ours.Median,
                MinNs = ours.Minimum,
                Bytes = loss.BytesOf(pass),
                GbPerS = rate,
                CopyGbPerS = copyRate,
                CopyWay = way,
                CopyDriverGbPerS = 2.0 * copy.Bytes / byDriver.Median,
                CopyKernelGbPerS = 2.0 * copy.Bytes / byKernel.Median,
                Fraction = rate / copyRate,
                OneRowNs = overhead.Median,
                TorchEagerNs = eager?.Median,
                TorchEagerMinNs = eager?.Minimum,
                TorchCompileNs = compiled?.Median,
                TorchCompileMinNs = compiled?.Minimum,
                Rounds = settings.Turns.Rounds,
            };
        }
    }

    private static Contender On(IlgpuDevice device, string name, Action call) => new(name, calls =>
    {
        device.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < calls; i++)
        {
            call();
        }

        device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    });
}

/// <summary>A device computes something else than the CPU.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
