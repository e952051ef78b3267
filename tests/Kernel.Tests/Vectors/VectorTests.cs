using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>Every committed case, through every kernel that this machine can run.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, DType> Runs
    {
        get
        {
            TheoryData<string, DType> runs = [];
            foreach (string path in VectorFile.Committed)
            {
                runs.Add(Path.GetFileName(path), DType.Float32);
                runs.Add(Path.GetFileName(path), DType.Float64);
            }

            return runs;
        }
    }

    /// <summary>
    /// Compiling a declaration costs more than all its calls, so the element types share the cases of a file, and where class weights come from alternates.
    /// </summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryWidth_AgreesWithPyTorch(string file, DType dtype)
    {
        VectorCase[] cases = [.. VectorFile.Read(VectorFile.Committed.Single(path => Path.GetFileName(path) == file)).Where((_, i) => i % 2 == (int)dtype)];
        IReadOnlyList<DeclaredLoss> losses = LossCompiler.Compile([.. cases.Select((c, i) => c.Declaration(dtype, weightsPerCall: i % 2 == 0))]);
        List<string> failures = [];
        foreach (VectorWidth width in Widths.Tested)
        {
            using IDisposable scope = Widths.Use(width);
            for (int i = 0; i < cases.Length; i++)
            {
                // All three index types have their own way to the same kernel.
                IndexType indexType = (IndexType)(i % 3);
                if (Check(cases[i], losses[i], indexType) is { } failure)
                {
                    failures.Add($"{width}, {indexType}, {cases[i]}: {failure}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }

    // What is wrong, or null.
    private static string? Check(VectorCase truth, DeclaredLoss declared, IndexType indexType)
    {
        bool refusalIsRight = truth.MustRefuse || truth.MayRefuse;
        if (declared.IsRefused)
        {
            return refusalIsRight ? null : declared.Why;
        }

        if (declared.Fault is { } fault)
        {
            return fault;
        }

        try
        {
            VectorScore score = VectorScore.Of(truth, VectorRun.Call(declared.Loss, truth, indexType), declared.Declaration.DType);
            return score.Passes ? null : score.What;
        }
        catch (ArgumentException refusal)
        {
            return refusalIsRight ? null : refusal.Message;
        }
        catch (Exception wrong) when (wrong is DisagreementException or GuardException)
        {
            return wrong.Message;
        }
    }
}
