using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>A pass over the data.</summary>
internal enum Pass
{
    Forward,
    Backward,
    ForwardBackward,
}

/// <summary>From a declaration and a pass to the program of one sample.</summary>
internal static class RowPrograms
{
    public static RowProgram Build(LossSpec spec, Pass pass)
    {
        LogSumExp lse = new(new Input(LossInput.Logits), "m", "s");
        LossTerm[] terms = LossTerms.All.Where(t => t.AppliesTo(spec)).ToArray();
        Expr loss = terms.Select(t => t.Value(spec)).Aggregate((a, b) => a + b);
        TermGradient[] gradients = terms.Select(t => t.Gradient(spec)).ToArray();
        Expr g = new Input(spec.Reduction == Reduction.None ? LossInput.Upstream : LossInput.Scale);

        List<Step> body = [lse, new Let("logs", new Log(LossTerms.Sum))];
        List<Step> results = [];
        if (pass != Pass.Backward)
        {
            results.Add(new Loss(Simplify.Apply(loss)));
        }

        if (pass != Pass.Forward)
        {
            Expr softmax = Total(gradients.Select(x => x.Softmax))!;
            results.Add(new Let("a", Simplify.Apply(g * softmax / LossTerms.Sum)));
            Expr perClass = new Value("a") * lse.Term;
            if (Total(gradients.Select(x => x.Class)) is { } atClass)
            {
                Expr subtrahend = Simplify.Apply(g * atClass);
                perClass -= HoistSampleFactor(subtrahend, "k", results);
            }

            Expr? atTarget = Total(gradients.Select(x => x.Target)) is { } target
                ? HoistSampleFactor(Simplify.Apply(g * target), "b", results)
                : null;
            results.Add(new Gradient(perClass, atTarget));
        }

        // Sums over the classes that any result needs become steps of their own, each once.
        List<Step> sums = [];
        for (int i = 0; i < results.Count; i++)
        {
            results[i] = ExtractSums(results[i], sums);
        }

        return new RowProgram(Prune([.. body, .. sums, .. results]));
    }

    private static Expr? Total(IEnumerable<Expr?> parts)
    {
        Expr? total = null;
        foreach (Expr part in parts.Where(p => p is not null)!)
        {
            total = total is null ? part : total + part;
        }

        return total is null ? null : Simplify.Apply(total);
    }

    /// <summary>Names the part of an expression that does not depend on the class, unless it is a leaf already.</summary>
    private static Expr HoistSampleFactor(Expr expr, string name, List<Step> steps)
    {
        switch (expr)
        {
            case { Rate: < Rate.Class } and not (Input or Const or Value):
                steps.Add(new Let(name, expr));
                return new Value(name);
            case Mul(var left, { Rate: Rate.Class } right) when left.Rate < Rate.Class:
                return HoistSampleFactor(left, name, steps) * right;
            default:
                return expr;
        }
    }

    private static Step ExtractSums(Step step, List<Step> sums)
    {
        return step switch
        {
            Let let => let with { Body = Extract(let.Body) },
            Loss loss => loss with { Body = Extract(loss.Body) },
            Gradient gradient => new Gradient(Extract(gradient.PerClass), gradient.AtTarget is null ? null : Extract(gradient.AtTarget)),
            _ => throw new NotSupportedException($"No sums to extract from {step.GetType().Name}."),
        };

        Expr Extract(Expr expr)
        {
            if (expr is not SumOverClasses sum)
            {
                return expr.MapChildren(Extract);
            }

            Reduce reduce = new(sum.Name, ReduceOp.Sum, Simplify.Apply(sum.Body));
            if (!sums.Contains(reduce))
            {
                sums.Add(reduce);
            }

            return new Value(sum.Name);
        }
    }

    /// <summary>Leaves out what no result needs.</summary>
    private static List<Step> Prune(List<Step> steps)
    {
        HashSet<string> needed = [];
        List<Step> kept = [];
        foreach (Step step in Enumerable.Reverse(steps))
        {
            if (step is Loss or Gradient || step.Defines.Any(needed.Contains))
            {
                needed.UnionWith(step.Uses);
                kept.Insert(0, step);
            }
        }

        return kept;
    }
}
