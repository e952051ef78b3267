using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// A loss that is a constant times the logarithm of a sum, plus the rest, where nothing else needs that logarithm: many samples' losses can then share the logarithm of a product.
/// </summary>
/// <param name="Coefficient">What the logarithm is multiplied by: a constant.</param>
/// <param name="Sum">The sum.</param>
/// <param name="Rest">The loss without the logarithm.</param>
internal sealed record BatchedLog(Expr Coefficient, Expr Sum, Expr Rest)
{
    /// <summary>The split of a program's loss; null where there is none.</summary>
    public static BatchedLog? Find(RowProgram program)
    {
        Let? log = program.Steps.OfType<Let>().SingleOrDefault(let => let.Body is LogOfSum);
        Store? loss = program.Steps.OfType<Store>().SingleOrDefault(store => store.Output == SampleOutput.Loss);
        if (log is null || loss is null || program.Steps.Any(step => step != loss && step.Uses.Contains(log.Name)))
        {
            return null;
        }

        (double Coefficient, Expr Other)? split = Split(loss.Body, new Value(log.Name));
        return split is { Coefficient: not 0 } found ? new BatchedLog(found.Coefficient, ((LogOfSum)log.Body).Operand, Simplify.Apply(found.Other)) : null;
    }

    /// <summary>expr = coefficient·variable + other; null where it is not linear with a constant coefficient.</summary>
    private static (double Coefficient, Expr Other)? Split(Expr expr, Value variable)
    {
        if (expr.Equals(variable))
        {
            return (1, 0);
        }

        if (!expr.Contains(variable.Equals))
        {
            return (0, expr);
        }

        return expr switch
        {
            Neg neg when Split(neg.Operand, variable) is { } a => (-a.Coefficient, new Neg(a.Other)),
            Add add when Split(add.Left, variable) is { } a && Split(add.Right, variable) is { } b => (a.Coefficient + b.Coefficient, a.Other + b.Other),
            Sub sub when Split(sub.Left, variable) is { } a && Split(sub.Right, variable) is { } b => (a.Coefficient - b.Coefficient, a.Other - b.Other),
            Mul { Left: Const factor } mul when Split(mul.Right, variable) is { } a => (factor.Value * a.Coefficient, factor * a.Other),
            _ => null,
        };
    }
}
