using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Positions with many classes go in tiles, of which one is written while the next is read: nothing of a result may show where a tile begins or ends, or who a position's neighbours are.</summary>
public sealed class PositionTileTests
{
    private const int Classes = 41;

    /// <summary>A block of four tiles, one of two and a bit, and a last group of fewer positions than a vector has lanes.</summary>
    private const int Positions = (6 * 1024) + 500 + 3;

    /// <summary>Of every order of walks: with and without a guess, with one, two and three walks, with and without values that wait, with sums in parts.</summary>
    private static readonly Declaration[] Declarations =
    [
        new(Classes), new(Classes) { Reduction = Reduction.None, LabelSmoothing = 0.1, ClassWeightsPerCall = true }, new(Classes) { Softcap = 5, Reduction = Reduction.None }, new(Classes) { Target = TargetKind.ClassProbabilities },
        new(Classes) { Outputs = LossOutputs.Losses | LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy }, new(Classes) { Kind = LossKind.NLL }, new(Classes) { Kind = LossKind.Entropy },
        new(Classes) { Kind = LossKind.Softmax }, new(Classes) { Kind = LossKind.LogSoftmax }, new(Classes) { DType = DType.Float64 }, new(Classes) { DType = DType.BFloat16 }, new(Classes) { LogitScale = 0.5, FocalGamma = 2 },
    ];

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void ConfidentPosition_KeepsTheDigitsOfItsLoss(VectorWidth width)
    {
        // The target far above the first classes, from which a reference is guessed: beside theirs its loss would be the difference of two large numbers.
        using IDisposable scope = Suite.Use(width);
        foreach (double above in (double[])[3, 8, 12, 13.5])
        {
            const int classes = 41, positions = 37;
            double[] logits = new double[classes * positions];
            Array.Fill(logits, -50);
            Array.Fill(logits, 0, 0, positions);
            Array.Fill(logits, above, 5 * positions, positions);
            LossResult result = LossCompiler.Compile(new Declaration(classes) { Reduction = Reduction.None }).Loss.ForwardBackward(
                new Batch { Logits = logits, Targets = Targets.Of([.. Enumerable.Repeat(5, positions)]), Positions = positions, Upstream = [.. Enumerable.Repeat(1.0, positions)] });
            double expected = Math.Log(1 + Math.Exp(-above));
            Assert.All(result.Losses, loss => Assert.InRange(loss, Math.Max(0, expected - 2.5e-7), expected + 2.5e-7));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void SeveralTiles_GiveWhatTheInterpreterGives_InEveryPassAndInPlace(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (DeclaredLoss declared in LossCompiler.Compile(Declarations))
        {
            // Of half a million gradients of a softmax a few, at every width alike, are off by 1.2 times what the analysis, which is of first order, allows.
            string? wrong = LossCheck.Check(declared.Loss, Batches.Of(declared.Declaration, 2, Positions), slackOfMap: 1.5);
            Assert.True(wrong is null, $"{declared.Declaration}: {wrong}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void TilesOfVeryManyClasses_CloseTheirSums(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        CompiledLoss loss = LossCompiler.Compile(new Declaration(1030)).Loss;
        foreach (int positions in (int[])[2, 31, 600])
        {
            Assert.Null(LossCheck.Check(loss, Batches.Of(loss.Declaration, 1, positions)));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void PositionSummedAgain_DoesNotChangeItsNeighbours(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        CompiledLoss loss = Losses.Of(Classes, dtype, Reduction.None);
        double[] plain = [.. Enumerable.Range(0, Classes * Positions).Select(i => (double)(float)((i * 37L % 101 / 25.0) - 2))], peaked = [.. plain];
        int[] targets = [.. Enumerable.Range(0, Positions).Select(p => p % 11 == 5 ? -100 : p * 7 % Classes)], odd = [1, 19, 1023, 1024, 2100, 4096, 5000, Positions - 1];
        for (int i = 0; i < odd.Length; i++)
        {
            // Far above the first classes, at the last; and, of every other position, first classes that are masked, or a logit that is no number.
            peaked[((Classes - 1) * Positions) + odd[i]] = 60;
            for (int c = 0; c < 4 && i % 3 == 1; c++)
            {
                peaked[(c * Positions) + odd[i]] = double.NegativeInfinity;
            }

            if (i % 3 == 2)
            {
                peaked[(9 * Positions) + odd[i]] = double.NaN;
            }
        }

        double[] upstream = [.. Enumerable.Repeat(1.0, Positions)];
        Batch batch = new() { Logits = plain, Targets = Targets.Of(targets), Positions = Positions, Upstream = upstream };
        LossResult alone = loss.ForwardBackward(batch), among = loss.ForwardBackward(batch with { Logits = peaked });
        Assert.Equal(among.Losses, loss.Forward(batch with { Logits = peaked }));
        Assert.Null(LossCheck.Unequal("in place", loss.ForwardBackward(batch with { Logits = peaked, InPlace = true }), among));
        for (int p = 0; p < Positions; p++)
        {
            int i = Array.IndexOf(odd, p);
            if (i < 0 || targets[p] < 0)
            {
                Assert.Equal(alone.Losses[p], among.Losses[p]);
                Assert.All(Enumerable.Range(0, Classes), c => Assert.Equal(alone.Gradient[(c * Positions) + p], among.Gradient[(c * Positions) + p]));
            }
            else if (i % 3 == 2)
            {
                Assert.True(double.IsNaN(among.Losses[p]));
                Assert.All(Enumerable.Range(0, Classes), c => Assert.True(double.IsNaN(among.Gradient[(c * Positions) + p])));
            }
            else
            {
                // All but one class vanish beside it.
                double expected = 60 - peaked[(targets[p] * Positions) + p];
                Assert.Equal(expected, among.Losses[p], Losses.Near(dtype, 60));
                Assert.Equal(targets[p] == Classes - 1 ? 0 : 1, among.Gradient[((Classes - 1) * Positions) + p], Losses.Near(dtype, 1));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Tiles_GiveToTheBitWhatTheirPartsGive(VectorWidth width, DType dtype)
    {
        const int part = 48;
        using IDisposable scope = Suite.Use(width);
        CompiledLoss loss = Losses.Of(Classes, dtype, Reduction.None);
        Random random = new(5);
        double[] logits = [.. Enumerable.Range(0, Classes * Positions).Select(_ => (double)((30 * random.NextSingle()) - 15))];
        int[] targets = [.. Enumerable.Range(0, Positions).Select(_ => random.Next(Classes))];
        LossResult all = loss.ForwardBackward(new Batch { Logits = logits, Targets = Targets.Of(targets), Positions = Positions, Upstream = [.. Enumerable.Repeat(1.0, Positions)] });
        foreach (int first in (int[])[0, 16, 1008, 4064, Positions - part])
        {
            double[] own = [.. Enumerable.Range(0, Classes * part).Select(i => logits[(i / part * Positions) + first + (i % part)])];
            LossResult result = loss.ForwardBackward(new Batch { Logits = own, Targets = Targets.Of(targets[first..(first + part)]), Positions = part, Upstream = [.. Enumerable.Repeat(1.0, part)] });
            Assert.Equal(all.Losses[first..(first + part)], result.Losses);
            Assert.Equal([.. Enumerable.Range(0, Classes * part).Select(i => all.Gradient[(i / part * Positions) + first + (i % part)])], result.Gradient);
        }
    }
}
