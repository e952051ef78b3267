using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>The worked cases once more in 16 bits: with the same roundings of the input, the reference in double says what comes out, and a result is rounded to 16 bits once.</summary>
public sealed class SixteenBitTests
{
    // Kernels are those of Float32, so that a part of the declarations of losses with classes is enough; what is elementwise is 16 bits throughout.
    private static readonly Dictionary<string, int> SharedBy = new() { ["elements.json.gz"] = 2, ["entropy.json.gz"] = 4, ["nll.json.gz"] = 4, ["softmax.json.gz"] = 1, ["terms.json.gz"] = 6 };

    public static TheoryData<string, DType> Runs
    {
        get
        {
            TheoryData<string, DType> runs = [];
            foreach (string file in SharedBy.Keys)
            {
                runs.Add(file, DType.Float16);
                runs.Add(file, DType.BFloat16);
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryCase_AgreesWithTheReference(string file, DType dtype)
    {
        VectorCall[] calls = VectorPlan.Calls(file, dtype, turn: dtype == DType.Float16 ? 0 : 1, SharedBy[file]);
        IReadOnlyList<DeclaredLoss> losses = LossCompiler.Compile([.. calls.Select(c => c.Called)], Widths.Widest);
        List<string> failures = [];
        using IDisposable scope = Widths.Use(Widths.Widest);
        for (int i = 0; i < calls.Length; i++)
        {
            if (losses[i].Why is { Length: > 0 } why)
            {
                failures.Add($"{calls[i].Case}: {why}");
            }
            else if (Check(losses[i].Loss, calls[i]) is { } failure)
            {
                failures.Add($"{calls[i].Case}: {failure}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }

    private static string? Check(CompiledLoss loss, VectorCall call)
    {
        Declaration declaration = loss.Declaration;
        VectorCase truth = Rounded(call.Case, declaration.DType);
        Batch batch = truth.Batch(declaration, call.IndexType);
        try
        {
            LossResult expected = ReferenceLoss.Compute(declaration, batch), got = VectorRun.Call(loss, truth, call.IndexType);
            if (declaration.IsMap)
            {
                // The backward pass starts from what the forward pass has rounded.
                expected = expected with { Gradient = ReferenceLoss.SoftmaxBackward(declaration, batch with { Logits = got.Losses }) };
            }

            bool sixteen = declaration.IsMap || (declaration.IsElementwise && declaration.IsUnreduced);
            double slack = Math.Max(1, 2 * Math.Max(call.Case.Loss!.Float32Ratio, call.Case.Gradient!.Float32Ratio));
            return Difference("loss", expected.Losses, got.Losses, sixteen)
                ?? Difference("gradient", expected.Gradient, got.Gradient, true)
                ?? Difference("losses", expected.SampleLosses, got.SampleLosses, false)
                ?? Difference("lse", expected.LogSumExps, got.LogSumExps, false)
                ?? Difference("hits", expected.Hits, got.Hits, false)
                ?? Difference("entropy", expected.Entropies, got.Entropies, false);

            string? Difference(string name, double[] e, double[] g, bool rounds) => SixteenBitTests.Difference(name, e, g, rounds ? declaration.DType : DType.Float32, slack);
        }
        catch (Exception wrong) when (wrong is ArgumentException or DisagreementException or GuardException)
        {
            return wrong.Message;
        }
    }

    private static VectorCase Rounded(VectorCase truth, DType dtype)
    {
        Batch batch = new Batch { Logits = truth.Input, Targets = truth.Targets, ClassWeights = truth.Weight, PosWeights = truth.PosWeight, Upstream = truth.Upstream }.Rounded(dtype);
        return truth with { Input = batch.Logits, Targets = batch.Targets, Weight = batch.ClassWeights, PosWeight = batch.PosWeights, Upstream = batch.Upstream };
    }

    private static string? Difference(string name, double[] expected, double[] got, DType dtype, double slack)
    {
        if (expected.Length != got.Length)
        {
            return $"{name}: {got.Length} entries, expected {expected.Length}";
        }

        for (int i = 0; i < got.Length; i++)
        {
            // Somewhere within the error of the computation in float, then rounded to the nearest.
            double error = slack * 4e-6 * (1 + Math.Abs(expected[i]));
            Batch ends = new Batch { Logits = [expected[i] - error, expected[i] + error] }.Rounded(dtype);
            bool agrees = !double.IsFinite(expected[i]) ? expected[i].Equals(got[i]) : got[i] >= ends.Logits[0] && got[i] <= ends.Logits[1];
            if (!agrees)
            {
                return $"{name}[{i}]: {got[i]:R}, expected {expected[i]:R}";
            }
        }

        return null;
    }
}
