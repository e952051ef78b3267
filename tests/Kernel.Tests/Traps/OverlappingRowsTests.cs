using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Gradients of rows are written on the walk that sums the next rows. A row must give to the bit what it gives alone, whoever comes before and after it.</summary>
public sealed class OverlappingRowsTests
{
    /// <summary>Groups at each width; loops with a last vector that stands with others, and with one that is alone behind the loop; rows that are walked in several places.</summary>
    private static readonly int[] ClassCounts = [51, 100, 266, 709, 1000, 16_405];

    /// <summary>Of one row, of a group and a part of one, and of several groups.</summary>
    private static readonly int[] RowCounts = [2, 16, 21, 53];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Row_GivesAmongOthersWhatItGivesAlone(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        Declaration of = new(1) { DType = dtype, Reduction = Reduction.None };
        Declaration[] declarations = [.. ClassCounts.SelectMany(classes => (Declaration[])
        [
            of with { ClassCount = classes }, of with { ClassCount = classes, LabelSmoothing = 0.1, ZLoss = 0.01 }, of with { ClassCount = classes, FocalGamma = 2 },

            // Two functions wait, of which an earlier walk leaves one.
            of with { ClassCount = classes, Softcap = 20, Outputs = LossOutputs.Hits },
            of with { ClassCount = classes, Outputs = LossOutputs.Entropy },
        ])];
        foreach (DeclaredLoss declared in LossCompiler.Compile(declarations))
        {
            int classes = declared.Declaration.ClassCount;
            foreach (int rows in RowCounts)
            {
                Batch batch = Mixed(classes, rows).Rounded(dtype);
                LossResult together = declared.Loss.ForwardBackward(batch), inPlace = declared.Loss.ForwardBackward(batch with { InPlace = true });
                double[] backward = declared.Loss.Backward(batch);
                for (int i = 0; i < rows; i++)
                {
                    Range row = (i * classes)..((i + 1) * classes);
                    LossResult alone = declared.Loss.ForwardBackward(new Batch { Logits = batch.Logits[row], Targets = Targets.Of(TargetOf(i, classes)), Upstream = [0.5 + i] }.Rounded(dtype));
                    string where = $"{declared.Declaration}, row {i} of {rows}";
                    Assert.True(alone.Losses[0].Equals(together.Losses[i]), where);
                    Assert.True(alone.Gradient.AsSpan().SequenceEqual(together.Gradient.AsSpan()[row]), where);
                    Assert.True(alone.Gradient.AsSpan().SequenceEqual(inPlace.Gradient.AsSpan()[row]), where + ", in place");
                    Assert.True(alone.Gradient.AsSpan().SequenceEqual(backward.AsSpan()[row]), where + ", backward");
                }
            }
        }
    }

    // Of ten rows, some are ignored, also two that follow each other, and some must be summed again: for a logit far above, or one that is no number.
    private static int TargetOf(int row, int classes) => row % 10 is 3 or 4 or 9 ? -100 : row * 7 % classes;

    private static Batch Mixed(int classes, int rows)
    {
        Random random = new(classes + rows);
        double[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => (8 * random.NextDouble()) - 4)];
        for (int i = 0; i < rows; i++)
        {
            if (i % 10 is 1 or 6)
            {
                logits[(i * classes) + classes - 2] = 70;
            }
            else if (i % 10 == 7)
            {
                logits[(i * classes) + (classes / 2)] = double.NaN;
            }
        }

        return new Batch { Logits = logits, Targets = Targets.Of([.. Enumerable.Range(0, rows).Select(i => TargetOf(i, classes))]), Upstream = [.. Enumerable.Range(0, rows).Select(i => 0.5 + i)] };
    }
}
