using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>A Python process that answers cases with PyTorch, in the element type of the case. Where there is no Python with PyTorch, every answer is null.</summary>
internal sealed class PyTorch : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("numerics").FullName;
    private readonly Process? process;

    /// <param name="python">The interpreter.</param>
    public PyTorch(string python)
    {
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "pytorch.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        process = File.Exists(python) ? Process.Start(start) : null;
        Version = process?.StandardOutput.ReadLine();
    }

    /// <summary>Which one; null if there is none.</summary>
    public string? Version { get; }

    /// <summary>Losses and gradient of a measured case; null where PyTorch has no such operation.</summary>
    /// <param name="measurement">The case.</param>
    /// <param name="positions">Whether PyTorch is given the rows as the positions of one sample.</param>
    public (double[] Losses, double[] Gradient)? Answer(Measurement measurement, bool positions = false)
    {
        (Declaration d, Batch batch) = (measurement.Declaration, measurement.Batch);
        Dictionary<string, Array?> arrays = new()
        {
            ["x"] = batch.Logits,
            ["y"] = d.IsMap ? measurement.Truth.Output : null,
            ["t"] = (batch.Targets as IndexTargets)?.Values,
            ["q"] = (batch.Targets as ProbabilityTargets)?.Values,
            ["w"] = batch.ClassWeights ?? batch.Weights,
            ["r"] = batch.PosWeights,
            ["u"] = batch.Upstream,
        };
        return Ask(d.Kind.ToString(), d.DType, d.IsElementwise ? [batch.Logits.Length] : [batch.Logits.Length / d.ClassCount, d.ClassCount], arrays, d, positions);
    }

    /// <summary>The values of one of its functions.</summary>
    public double[]? Function(string name, DType dtype, double[] x) => Ask(name, dtype, [x.Length], new() { ["x"] = x }, null)?.Losses;

    /// <summary>The sum of a cross-entropy (with <paramref name="t"/>) or of a squared error (with <paramref name="q"/>) in Float32.</summary>
    public double? Sum(double[] x, int[] shape, long[]? t, double[]? q) => Ask("sum", DType.Float32, shape, new() { ["x"] = x, ["t"] = t, ["q"] = q }, null)?.Losses[0];

    public void Dispose()
    {
        process?.StandardInput.Close();
        process?.WaitForExit();
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private (double[] Losses, double[] Gradient)? Ask(string kind, DType dtype, int[] shape, Dictionary<string, Array?> arrays, Declaration? d, bool positions = false)
    {
        if (process is null || Version is null)
        {
            return null;
        }

        foreach ((string name, Array? values) in arrays.Where(a => a.Value is not null))
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".bin"), (values is long[] whole ? MemoryMarshal.AsBytes<long>(whole) : MemoryMarshal.AsBytes<double>((double[])values!)).ToArray());
        }

        File.WriteAllText(Path.Combine(folder, "case.json"), JsonSerializer.Serialize(new
        {
            kind,
            dtype = dtype.ToString(),
            shape,
            positions,
            arrays = arrays.Where(a => a.Value is not null).Select(a => a.Key),
            smoothing = d?.LabelSmoothing ?? 0,
            softcap = d?.Softcap ?? 0,
            gamma = d?.FocalGamma ?? 0,
            poly = d?.PolyEpsilon ?? 0,
            z_loss = d?.ZLoss ?? 0,
            probabilities = d?.Prediction == PredictionKind.Probabilities,
            log_target = d?.LogTarget ?? false,
        }));
        process.StandardInput.WriteLine(folder);
        process.StandardInput.Flush();
        string reply = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python has ended.");
        if (reply != "done")
        {
            Console.Error.WriteLine($"PyTorch, {kind}, {dtype}: {reply}");
            return null;
        }

        string gradient = Path.Combine(folder, "gradient.bin");
        return (Read(Path.Combine(folder, "loss.bin")), d is null ? [] : Read(gradient));
    }

    private static double[] Read(string path) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();
}
