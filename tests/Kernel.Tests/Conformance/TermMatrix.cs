using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>
/// Cross-entropies with every pair of options: of terms, weights, smoothing, targets, outputs, reduction and the ignore index. A greedy covering array: few declarations that between them have each
/// possible pair of values.
/// </summary>
internal static class TermMatrix
{
    /// <summary>The options, each with what its values do to a declaration.</summary>
    public static readonly IReadOnlyList<(string Name, Func<Declaration, Declaration>[] Values)> Options =
    [
        ("target", [d => d, d => d with { Target = TargetKind.ClassProbabilities }]),
        ("reduction", [d => d, d => d with { Reduction = Reduction.None }, d => d with { Reduction = Reduction.Sum }]),
        ("smoothing", [d => d, d => d with { LabelSmoothing = 0.1 }]),
        ("weights", [d => d, d => d with { ClassWeights = Batches.Weights(d.ClassCount) }, d => d with { ClassWeightsPerCall = true }]),
        ("ignore index", [d => d, d => d with { IgnoreIndex = d.ClassCount - 1 }]),
        .. TermOptions.All.Select(option => (option.Words, (Func<Declaration, Declaration>[])[d => d, d => d.With(option.Name, option.Example)])),
        ("focal gamma below 1", [d => d, d => d.FocalGamma == 0 ? d with { FocalGamma = 0.5 } : d]),
        ("log-sum-exp", [d => d, d => d with { Outputs = d.Outputs | LossOutputs.LogSumExp }]),
        ("hits", [d => d, d => d with { Outputs = d.Outputs | LossOutputs.Hits }]),
        ("entropy", [d => d, d => d with { Outputs = d.Outputs | LossOutputs.Entropy }]),
        ("losses", [d => d, d => d with { Outputs = d.Outputs | LossOutputs.Losses }]),
    ];

    private static readonly Lazy<int[][]> Rows = new(Cover);

    /// <summary>The declarations for a class count.</summary>
    public static IEnumerable<Declaration> All(int classCount, DType dtype) => Rows.Value.Select(row => Of(row, classCount, dtype));

    /// <summary>Whether the generator takes a combination: the others are compile errors, with a test each among those of the diagnostics.</summary>
    public static bool IsPossible(Declaration d) =>
        !(d.Target == TargetKind.ClassProbabilities && (TermOptions.All.Any(option => option.NeedsClassIndices && d[option.Name] != option.None) || d.Outputs.HasFlag(LossOutputs.Hits) || d.IgnoreIndex is not null))
        && !(d.Reduction == Reduction.None && d.Outputs.HasFlag(LossOutputs.Losses));

    /// <summary>Every pair of values of two options that some declaration can have.</summary>
    public static IEnumerable<(int A, int ValueA, int B, int ValueB)> Pairs() =>
        from a in Enumerable.Range(0, Options.Count)
        from b in Enumerable.Range(0, a)
        from x in Enumerable.Range(0, Options[a].Values.Length)
        from y in Enumerable.Range(0, Options[b].Values.Length)
        where IsPossible(Of([.. Enumerable.Range(0, Options.Count).Select(i => i == a ? x : i == b ? y : 0)], 5, DType.Float32))
        select (a, x, b, y);

    /// <summary>Whether some row has a pair.</summary>
    public static bool Covers((int A, int ValueA, int B, int ValueB) pair) => Rows.Value.Any(row => Has(row, pair));

    private static Declaration Of(int[] row, int classCount, DType dtype) =>
        row.Select((value, option) => Options[option].Values[value]).Aggregate(new Declaration(classCount) { DType = dtype }, (d, apply) => apply(d));

    // Each row takes a pair that none has yet, and then the values, option by option, that add most pairs.
    private static int[][] Cover()
    {
        HashSet<(int, int, int, int)> missing = [.. Pairs()];
        List<int[]> rows = [];
        while (missing.Count > 0)
        {
            (int a, int x, int b, int y) = missing.OrderBy(pair => pair).First();
            int[] row = new int[Options.Count];
            (row[a], row[b]) = (x, y);
            for (int option = 0; option < row.Length; option++)
            {
                if (option == a || option == b)
                {
                    continue;
                }

                row[option] = Enumerable.Range(0, Options[option].Values.Length)
                    .Where(value => IsPossible(Of(With(row, option, value), 5, DType.Float32)))
                    .MaxBy(value => missing.Count(pair => Has(With(row, option, value), pair)));
            }

            missing.RemoveWhere(pair => Has(row, pair));
            rows.Add(row);
        }

        return [.. rows];
    }

    private static int[] With(int[] row, int option, int value)
    {
        int[] changed = [.. row];
        changed[option] = value;
        return changed;
    }

    private static bool Has(int[] row, (int A, int ValueA, int B, int ValueB) pair) => row[pair.A] == pair.ValueA && row[pair.B] == pair.ValueB;
}
