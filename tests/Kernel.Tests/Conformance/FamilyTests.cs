using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Every loss of the family, every pair of options of cross-entropy, every element type: in each regime, against the interpreter.</summary>
public sealed class FamilyTests
{
    /// <summary>A lane per sample; groups of rows, with and without loops; single rows in loops. Their last vectors are short.</summary>
    private static readonly int[] ClassCounts = [3, 41, 267, 709];

    public static TheoryData<VectorWidth, DType> Runs
    {
        get
        {
            TheoryData<VectorWidth, DType> runs = [];
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                foreach (DType dtype in Enum.GetValues<DType>())
                {
                    runs.Add(width, dtype);
                }
            }

            return runs;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryPairOfTerms_AgreesWithTheInterpreter(VectorWidth width, DType dtype) =>
        Suite.Check(width, [.. Terms(dtype)], declaration => BatchesOf(declaration, Suite.Lanes(width, dtype)));

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOverClasses_AgreesWithTheInterpreter(VectorWidth width, DType dtype) =>
        Suite.Check(
            width,
            [.. ClassCounts.SelectMany(c => (Declaration[])[.. FamilyMatrix.ClassLosses(c, dtype), .. FamilyMatrix.Maps(c, dtype)])],
            declaration => BatchesOf(declaration, Suite.Lanes(width, dtype)));

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOfElements_AgreesWithTheInterpreter(VectorWidth width, DType dtype) =>
        Suite.Check(width, [.. FamilyMatrix.ElementLosses(dtype)], declaration =>
        [
            .. ((int[])[0, 1, 2, 7, 8, 15, 16, 17, 4095, 4096, 4097, 10000]).Select(n => Batches.Of(declaration, n, seed: n)),
            Batches.Of(declaration, 3, 1500),
        ]);

    [Fact]
    public void EveryPairOfOptions_IsInTheMatrix()
    {
        Assert.True(TermMatrix.Pairs().Count() > 300);
        Assert.All(TermMatrix.Pairs(), pair => Assert.True(TermMatrix.Covers(pair), $"{TermMatrix.Options[pair.A].Name} {pair.ValueA}, {TermMatrix.Options[pair.B].Name} {pair.ValueB}"));
    }

    [Fact]
    public void EveryPairOfTerms_HasTheGradientOfItsLoss()
    {
        const double Step = 1e-5;
        Random random = new(11);
        foreach (Declaration declaration in TermMatrix.All(4, DType.Float64).Select(d => d with { Reduction = Reduction.Sum, Outputs = LossOutputs.None }))
        {
            Batch batch = Batches.Of(declaration, 3, seed: random.Next()) with { Upstream = [1] };
            batch = batch with { Logits = [.. batch.Logits.Select(_ => (random.NextDouble() * 6) - 3)] };
            Number[] gradient = InterpretedLoss.Compute(declaration, batch).Gradient;
            for (int i = 0; i < gradient.Length; i++)
            {
                double difference = (LossAt(i, Step) - LossAt(i, -Step)) / (2 * Step);
                Assert.True(Math.Abs(difference - gradient[i].Value) <= 2e-8 * (1 + Math.Abs(difference)), $"{declaration}: [{i}] is {gradient[i].Value:R} instead of {difference:R}");
            }

            double LossAt(int at, double step) => InterpretedLoss.Compute(declaration, batch with { Logits = [.. batch.Logits.Select((v, i) => i == at ? v + step : v)] }).Losses[0].Value;
        }
    }

    [Fact]
    public void EveryTerm_IsInTheMatrix()
    {
        Declaration[] all = [.. TermMatrix.All(5, DType.Float32), .. FamilyMatrix.Losses(5, DType.Float32)];
        Assert.All(LossTerms.All, term => Assert.Contains(all, d => term.AppliesTo(Specs.Of(d))));
        Assert.All(SampleOutputs.All, output => Assert.Contains(all, d => ((int)d.Outputs & (int)output.Flag) != 0));
    }

    // In one type all of them at one class count and every other one at each; of the others, each combination at one class count, for a program does not depend on the element type.
    private static IEnumerable<Declaration> Terms(DType dtype) => ClassCounts.SelectMany((classCount, k) =>
        TermMatrix.All(classCount, dtype).Where((_, i) => dtype == DType.Float32 ? classCount == 41 || i % 2 == k % 2 : i % 3 == (k + (int)dtype) % 3));

    private static IEnumerable<Batch> BatchesOf(Declaration declaration, int lanes)
    {
        yield return Batches.Of(declaration, lanes + 3, seed: 2);
        yield return Batches.Of(declaration, 2, lanes + 1, IndexType.Int64, seed: 3);
    }
}
