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
    /// <summary>The passes that a declaration has: a loss has all three; a softmax has no loss that could be fused with its gradient.</summary>
    public static IReadOnlyList<Pass> PassesOf(LossSpec spec) =>
        spec.IsSoftmax ? [Pass.Forward, Pass.Backward] : [Pass.Forward, Pass.Backward, Pass.ForwardBackward];

    public static RowProgram Build(LossSpec spec, Pass pass)
    {
        if (spec.IsSoftmax)
        {
            return new RowProgram(SoftmaxPrograms.Build(spec.Kind, pass));
        }

        List<Step> results = [];
        IReadOnlyList<LossTerm> terms = LossTerms.Of(spec);
        if (pass != Pass.Backward)
        {
            results.Add(new Store(SampleOutput.Loss, Simplify.Apply(terms.Select(t => t.Value(spec)).Aggregate((a, b) => a + b))));
            results.AddRange(SampleOutputs.Of(spec).Select(output => new Store(output.Output, Simplify.Apply(output.Value(spec)))));
        }

        // A hit needs the maximum; an entropy is a small difference of numbers that grow with the reference's distance from it; and only the target's logit is sure not to lie far above a guess that includes it.
        bool exact = (spec.Outputs & (LossOutputs.Hits | LossOutputs.Entropy)) != 0 || spec.IgnoreIndex is null;
        LogSumExp lse = new(Logits.AtClass(spec), "m", "s", ExactReference: exact);
        if (pass != Pass.Forward)
        {
            AddGradient(spec, terms.Select(t => t.Gradient(spec)).ToArray(), lse, results);
        }

        // What has a name, and sums over the classes, become steps of their own, each once.
        List<Step> steps = [lse, new Let("logs", new LogOfSum(Logits.Sum))];
        Step[] extracted = results.Select(step => ExtractSteps(step, steps)).ToArray();
        return new RowProgram(Prune([.. steps, .. extracted]));
    }

    /// <summary>dx = (g·Softmax/s·exp(z - m) + g·Class - (c = t ? g·Target : 0))·dz/dx.</summary>
    private static void AddGradient(LossSpec spec, TermGradient[] gradients, LogSumExp lse, List<Step> results)
    {
        Expr g = spec[TermOptions.LogitScale] * new Input(spec.Reduction == Reduction.None ? LossInput.Upstream : LossInput.Scale);
        Expr? softmax = Total(gradients.Select(x => x.Softmax)), target = Total(gradients.Select(x => x.Target));
        bool subtracts = gradients.All(x => x.Class is null or Neg);
        Expr? atClass = Total(gradients.Select(x => subtracts ? (x.Class as Neg)?.Operand : x.Class));
        Expr perClass = 0;
        switch (softmax)
        {
            case null:
                break;
            case { Rate: Rate.Class }:
                results.Add(new Let("a", Simplify.Apply(g / Logits.Sum)));
                perClass = new Value("a") * lse.Term * softmax;
                break;
            default:
                results.Add(new Let("a", Simplify.Apply(g * softmax / Logits.Sum)));
                perClass = new Value("a") * lse.Term;
                break;
        }

        if (atClass is not null)
        {
            Expr addend = Simplify.Apply(g * atClass);
            addend = spec.IsOfElements ? addend : HoistSampleFactor(addend, "k", results);
            perClass = subtracts ? perClass - addend : perClass + addend;
        }

        if (Logits.Slope(spec) is { } slope)
        {
            perClass *= slope;
        }

        Expr? atTarget = target is null
            ? null
            : HoistSampleFactor(Simplify.Apply(Logits.TargetSlope(spec) is { } targetSlope ? g * target * targetSlope : g * target), "b", results);
        results.Add(new Map(spec.IsOfElements ? MapOutput.ElementGradient : MapOutput.Gradient, Simplify.Apply(perClass), atTarget));
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

    private static Step ExtractSteps(Step step, List<Step> steps)
    {
        return step switch
        {
            Let let => let with { Body = Extract(let.Body) },
            Store store => store with { Body = Extract(store.Body) },
            Map map => map with { PerClass = Extract(map.PerClass), AtTarget = map.AtTarget is null ? null : Extract(map.AtTarget) },
            _ => throw new NotSupportedException($"Nothing to extract from {step.GetType().Name}."),
        };

        Expr Extract(Expr expr)
        {
            Expr inner = expr.MapChildren(Extract);
            return inner switch
            {
                Named named => Define(new Let(named.Name, Simplify.Apply(named.Body)), named.Name),
                OverClasses over => Define(new Reduce(over.Name, over.Op, Simplify.Apply(over.Body)), over.Name),
                _ => inner,
            };
        }

        Value Define(Step definition, string name)
        {
            if (!steps.Contains(definition))
            {
                if (steps.Any(other => other.Defines.Contains(name)))
                {
                    throw new NotSupportedException($"Two values are called {name}.");
                }

                steps.Add(definition);
            }

            return new Value(name);
        }
    }

    /// <summary>Leaves out what no result needs.</summary>
    private static List<Step> Prune(List<Step> steps)
    {
        HashSet<string> needed = [];
        List<Step> kept = [];
        foreach (Step step in Enumerable.Reverse(steps))
        {
            if (step is Store or Map || step.Defines.Any(needed.Contains))
            {
                needed.UnionWith(step.Uses);
                kept.Insert(0, step);
            }
        }

        return kept;
    }
}
