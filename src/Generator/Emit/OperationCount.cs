using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>What a program costs, counted from its expressions.</summary>
internal static class OperationCount
{
    /// <summary>The cost of one class of one sample, in words; exponentials that walks share count once.</summary>
    public static string PerClass(RowProgram program)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        HashSet<Expr> done = [];
        foreach (Stage stage in Schedule.Of(program).Stages)
        {
            foreach (Reduce reduce in stage.Reductions)
            {
                Count(reduce.Body);
                Tally(reduce.Op == ReduceOp.Max ? "max" : "add");
            }

            if (stage.Gradient is { } gradient)
            {
                Count(gradient.PerClass);
            }
        }

        return string.Join(", ", counts.OrderByDescending(c => c.Key == "exp").ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"));

        void Count(Expr expr)
        {
            if (expr is Exp && !done.Add(expr))
            {
                return;
            }

            foreach (Expr child in expr.Children())
            {
                Count(child);
            }

            switch (expr)
            {
                case Exp: Tally("exp"); break;
                case Add or Sub: Tally("add"); break;
                case Mul: Tally("multiply"); break;
                case Div: Tally("divide"); break;
                case Max: Tally("max"); break;
            }
        }

        void Tally(string name) => counts[name] = counts.TryGetValue(name, out int count) ? count + 1 : 1;
    }
}
