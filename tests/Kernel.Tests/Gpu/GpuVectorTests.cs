using Gen.CrossEntropy.Kernel.Tests.Vectors;
using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>PyTorch's answers on devices: every case, in the element types that those of the CPU share them by.</summary>
public sealed class GpuVectorTests
{
    public static TheoryData<string, string, DType> Runs
    {
        get
        {
            TheoryData<string, string, DType> runs = [];
            foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
            {
                foreach (string device in GpuSuite.NamesFor(dtype))
                {
                    foreach (string file in VectorPlan.Files)
                    {
                        runs.Add(device, file, dtype);
                    }
                }
            }

            return runs;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Cases_AgreeWithPyTorch(string device, string file, DType dtype)
    {
        IlgpuDevice gpu = GpuSuite.Open(device);
        VectorCall[] calls = [.. VectorPlan.Calls(file, dtype, turn: (int)dtype).Where(call => call.Case.MustRefuse || call.Case.MayRefuse || GpuSuite.IsNew(device, call.Declaration, call.Case.Positions))];
        IReadOnlyList<DeclaredLoss> losses = LossCompiler.CompileForGpu([.. calls.Select(c => c.Called)]);
        List<string> failures = [];
        for (int i = 0; i < calls.Length; i++)
        {
            if (VectorTests.Check(calls[i], losses[i], (loss, truth, type) => VectorRun.CallOn(loss, truth, gpu, type)) is { } failure)
            {
                failures.Add($"{calls[i].IndexType}, {calls[i].Case}: {failure}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }
}
