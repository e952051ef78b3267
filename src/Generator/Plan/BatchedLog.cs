using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// A loss that is a constant times a logarithm, plus the rest, where nothing else needs that logarithm: many samples' losses can then share the logarithm of a product.
/// </summary>
/// <param name="Log">The logarithm: of a sum of exponentials, or of one and an exponential.</param>
/// <param name="Coefficient">What it is multiplied by: a constant.</param>
/// <param name="Rest">The loss without it.</param>
internal sealed record BatchedLog(Function Log, Expr Coefficient, Expr Rest)
{
    /// <summary>Whether the factors are 1 + u. Then the product less 1 is what is kept: digits of a small u would be lost in the product.</summary>
    public bool IsOfOnePlus => Log is UnitLog1p;

    /// <summary>
    /// 16 equal small numbers, whose additions all round alike, are off by up to four units together; more would be off by more, and save little: 126 take 16% off the forward pass of BCE with logits in the cache.
    /// </summary>
    private const int SmallNumbers = 16;

    /// <summary>How many factors a product may have. It must not overflow, and keep its digits.</summary>
    /// <param name="classCount">C: a sum of exponentials is not above it, nor below 1.</param>
    /// <param name="exponents">The powers of two that the type can hold.</param>
    public int Factors(int classCount, int exponents) => IsOfOnePlus ? SmallNumbers : classCount == 1 ? 1 : (int)(exponents / Math.Log(classCount, 2));

    /// <summary>What the samples that share a logarithm add to the sum of losses with it.</summary>
    /// <param name="batch">The product, less 1 where <see cref="IsOfOnePlus"/>.</param>
    public Expr Shared(Expr batch) => Simplify.Apply(Coefficient * (IsOfOnePlus ? new GrowthLog1p(batch) : new LogOfSum(batch)));

    /// <summary>The split of a program's loss; null where there is none.</summary>
    public static BatchedLog? Find(RowProgram program)
    {
        Let[] logs = program.Steps.OfType<Let>().Where(let => let.Body is LogOfSum or UnitLog1p).ToArray();
        Store? loss = program.Steps.OfType<Store>().SingleOrDefault(store => store.Output == SampleOutput.Loss);
        if (logs.Length != 1 || loss is null || program.Steps.Any(step => step != loss && step.Uses.Contains(logs[0].Name)))
        {
            return null;
        }

        (double Coefficient, Expr Other)? split = Split(loss.Body, new Value(logs[0].Name));
        return split is { Coefficient: not 0 } found ? new BatchedLog((Function)logs[0].Body, found.Coefficient, Simplify.Apply(found.Other)) : null;
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
