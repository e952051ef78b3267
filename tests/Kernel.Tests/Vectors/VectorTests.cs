using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>Every committed case, at the widest vectors of the process; the runs under switches take it through the other kernels.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, DType> Runs
    {
        get
        {
            TheoryData<string, DType> runs = [];
            foreach (string file in VectorPlan.Files)
            {
                runs.Add(file, DType.Float32);
                runs.Add(file, DType.Float64);
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryCase_AgreesWithPyTorch(string file, DType dtype)
    {
        VectorCall[] calls = VectorPlan.Calls(file, dtype, turn: (int)dtype);
        IReadOnlyList<DeclaredLoss> losses = LossCompiler.Compile([.. calls.Select(c => c.Called)], Widths.Widest);
        List<string> failures = [];
        using IDisposable scope = Widths.Use(Widths.Widest);
        for (int i = 0; i < calls.Length; i++)
        {
            if (Check(calls[i], losses[i], VectorRun.Call) is { } failure)
            {
                failures.Add($"{calls[i].IndexType}, {calls[i].Case}: {failure}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }

    /// <summary>What is wrong, or null.</summary>
    /// <param name="call">The case, and how it is called.</param>
    /// <param name="declared">Its loss.</param>
    /// <param name="run">Calls the loss.</param>
    internal static string? Check(VectorCall call, DeclaredLoss declared, Func<CompiledLoss, VectorCase, IndexType, LossResult> run)
    {
        VectorCase truth = call.Case;
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
            VectorScore score = VectorScore.Of(truth, run(declared.Loss, truth, call.IndexType), declared.Declaration.DType);
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
