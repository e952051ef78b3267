using System.Collections.Concurrent;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>What docs/numerics.md promises, held against numbers of 31 digits.</summary>
public sealed class PromiseTests
{
    private const int Rows = 144, Elements = 4800;

    private static readonly ConcurrentDictionary<Declaration, Measurement> Measured = new();

    public static TheoryData<VectorWidth, DType> Runs => FamilyTests.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLoss_KeepsItsPromise(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        (MeasuredLoss Loss, Declaration Declaration)[] runs = [.. MeasuredLoss.All.SelectMany(loss => ClassCounts(loss, dtype).Select(c => (loss, loss.Of(c, dtype))))];
        _ = LossCompiler.Compile([.. runs.Select(r => r.Declaration)]);
        ConcurrentQueue<string> broken = [];
        Parallel.ForEach(runs, run =>
        {
            Measurement measurement = Measured.GetOrAdd(run.Declaration, d => new Measurement(LossCompiler.Compile(d).Loss, d.IsElementwise ? Elements : Rows));
            Deviation losses = new(Measurement.LossType(run.Declaration)), gradients = new(dtype);
            measurement.AddTo(losses, gradients, $"{run.Loss}, C = {run.Declaration.ClassCount}");
            (double loss, double gradient) = Promise.Of(run.Loss).Units(run.Declaration);
            if (losses.Units > loss || gradients.Units > gradient)
            {
                broken.Enqueue($"promised {loss} and {gradient}: {losses.At}; {gradients.At}");
            }
        });
        Assert.True(broken.IsEmpty, string.Join("\n", broken));
    }

    [Fact]
    public void EveryLoss_HasAPromise() => Assert.Equal(MeasuredLoss.All.Select(loss => loss.Name), Promise.All.Select(promise => promise.Loss));

    [Fact]
    public void Document_SaysWhatIsPromised()
    {
        string document = File.ReadAllText(Path.Combine(Root(), "docs", "numerics.md"));
        Assert.All(Promise.All, promise => Assert.Contains(promise.ToString(), document, StringComparison.Ordinal));
        Assert.Contains(Promise.SumText, document, StringComparison.Ordinal);

        // And nothing of a loss that is not promised: as many rows of that form as there are promises.
        IEnumerable<string> rows = document.Split('\n').Where(line => line.Split('|').Length == Promise.Columns + 2);
        Assert.Equal(Promise.All.Count, rows.Count(row => MeasuredLoss.All.Any(loss => row.StartsWith($"| {loss.Name} |", StringComparison.Ordinal))));
    }

    // A compilation takes longer than all the rest. In each regime where other tests compile the same; and of the terms, 16-bit types share the kernels of Float32, so that one each will do.
    private static int[] ClassCounts(MeasuredLoss loss, DType dtype) => (loss.Name, dtype) switch
    {
        ("cross_entropy", DType.Float32 or DType.Float64) => [3, 41, 1025],
        ("softmax" or "log_softmax" or "nll" or "entropy of logits" or "entropy of probabilities", _) => [3, 41, 267],
        ("cross_entropy, focal 2", DType.Float16) or ("cross_entropy, probabilities", DType.BFloat16) => [41],
        (_, DType.Float16 or DType.BFloat16) => loss.Name.StartsWith("cross_entropy,", StringComparison.Ordinal) ? [] : [41],
        _ => [41],
    };

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gen.CrossEntropy.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Gen.CrossEntropy.sln is in none of the folders above the tests.");
    }
}
