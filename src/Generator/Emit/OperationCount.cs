using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>What a program costs, counted from its expressions.</summary>
internal static class OperationCount
{
    /// <summary>The cost of one class of one sample, in words; exponentials that walks share count once.</summary>
    public static string PerClass(RowProgram program)
    {
        Tally tally = new();
        foreach (Stage stage in Schedule.Of(program).Stages)
        {
            foreach (Reduce reduce in stage.Reductions)
            {
                tally.Count(reduce.Body);
                tally.One(reduce.Op == ReduceOp.Max ? "max" : "add");
            }

            if (stage.Map is { } map)
            {
                tally.Count(map.PerClass);
            }
        }

        return tally.ToString();
    }

    /// <summary>What a sample costs beside its classes, in words.</summary>
    public static string PerSample(RowProgram program)
    {
        Tally tally = new();
        foreach (Step step in Schedule.Of(program).Stages.SelectMany(stage => stage.After))
        {
            foreach (Expr operand in step.Operands)
            {
                tally.Count(operand);
            }
        }

        return tally.ToString();
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
        private readonly HashSet<Expr> _shared = [];

        public void Count(Expr expr)
        {
            if (expr is Function && !_shared.Add(expr))
            {
                return;
            }

            foreach (Expr child in expr.Children())
            {
                Count(child);
            }

            switch (expr)
            {
                case Exp or AccurateExp or Decay: One("exp"); break;
                case Log or LogOfSum or Log1p or UnitLog1p or GrowthLog1p: One("log"); break;
                case Tanh: One("tanh"); break;
                case IfLess: One("select"); break;
                case Add or Sub: One("add"); break;
                case Mul: One("multiply"); break;
                case Div: One("divide"); break;
                case Max: One("max"); break;
            }
        }

        public void One(string name) => _counts[name] = _counts.TryGetValue(name, out int count) ? count + 1 : 1;

        /// <summary>What is dear comes first.</summary>
        public override string ToString() => string.Join(", ", _counts
            .OrderByDescending(count => count.Key is "exp" or "log" or "tanh")
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => $"{count.Value} {count.Key}"));
    }
}
