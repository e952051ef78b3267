using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>The number of threads changes no bit of a result.</summary>
public sealed class ThreadTests
{
    /// <summary>Of every regime and runner.</summary>
    private static readonly Declaration[] Declarations =
    [
        new(3), new(10) { LabelSmoothing = 0.1 }, new(41) { ClassWeightsPerCall = true }, new(407) { Outputs = LossOutputs.LogSumExp | LossOutputs.Hits }, new(10) { Reduction = Reduction.None },
        new(7) { DType = DType.Float64 }, new(300) { DType = DType.BFloat16 }, new(12) { Target = TargetKind.ClassProbabilities }, new(12) { Kind = LossKind.Entropy },
        new(20) { Kind = LossKind.Softmax }, new(1) { Kind = LossKind.BCEWithLogits }, new(1) { Kind = LossKind.MSE, DType = DType.Float16 },
    ];

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void Results_AreTheSameToTheBitWithAnyThreads(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        int before = CpuDevice.Instance.Threads;
        try
        {
            foreach (DeclaredLoss declared in LossCompiler.Compile(Declarations))
            {
                int classes = declared.Declaration.ClassCount;
                Check(declared.Loss, Batches.Of(declared.Declaration, (100_000 / classes) + 1));
                if (!declared.Declaration.IsElementwise)
                {
                    Check(declared.Loss, Batches.Of(declared.Declaration, 2, (50_000 / classes) + 1));
                }
            }
        }
        finally
        {
            CpuDevice.Instance.Threads = before;
        }
    }

    private static void Check(CompiledLoss loss, Batch batch)
    {
        CpuDevice.Instance.Threads = 1;
        LossResult expected = loss.ForwardBackward(batch);
        foreach (int threads in (int[])[2, 3, 7])
        {
            CpuDevice.Instance.Threads = threads;
            Assert.Null(LossCheck.Unequal($"{loss} with {threads} threads", loss.ForwardBackward(batch), expected));
            Assert.Null(LossCheck.Unequal($"{loss}, forward, with {threads} threads", loss.Forward(batch), expected.Losses));
        }
    }
}
