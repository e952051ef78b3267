using System.Collections.Concurrent;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Runs many losses at one width and collects what is wrong with any.</summary>
internal static class Suite
{
    /// <summary>Every width and element type: the rows of most tests here. A width that the process lacks is skipped by name.</summary>
    public static TheoryData<VectorWidth, DType> Runs
    {
        get
        {
            TheoryData<VectorWidth, DType> runs = [];
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                runs.Add(width, DType.Float32);
                runs.Add(width, DType.Float64);
            }

            return runs;
        }
    }

    /// <summary>Sets the width, or skips the test.</summary>
    public static IDisposable Use(VectorWidth width)
    {
        Skip.IfNot(Widths.Supported.Contains(width), $"{width}: this process cannot run it.");
        Skip.IfNot(Widths.Tested.Contains(width), $"{width}: runs the same code in the process without a switch.");
        return Widths.Use(width);
    }

    /// <summary>Elements in a vector.</summary>
    public static int Lanes(VectorWidth width, DType dtype) => KernelPlanner.Lanes((Generator.Plan.VectorWidth)(int)width, dtype == DType.Float64 ? Generator.Model.DType.Float64 : Generator.Model.DType.Float32);

    /// <summary>Fails with what is wrong with the losses of these declarations, each with its batches.</summary>
    public static void Check(VectorWidth width, IReadOnlyCollection<Declaration> declarations, Func<Declaration, IEnumerable<Batch>> batches)
    {
        using IDisposable scope = Use(width);
        IReadOnlyList<DeclaredLoss> losses = LossCompiler.Compile(declarations);
        ConcurrentQueue<string> failures = [];
        Parallel.ForEach(losses, declared =>
        {
            foreach (Batch batch in batches(declared.Declaration))
            {
                if ((declared.Fault ?? LossCheck.Check(declared.Loss, batch)) is { } failure)
                {
                    failures.Enqueue($"{declared.Declaration}, N = {batch.Logits.Length / declared.Declaration.SampleSize / batch.Positions}, S = {batch.Positions}: {failure}");
                }
            }
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(20))}");
    }
}
