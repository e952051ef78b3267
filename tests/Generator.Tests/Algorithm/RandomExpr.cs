using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Tests.Algorithm;

/// <summary>Expressions at random, and what they are worth.</summary>
internal static class RandomExpr
{
    private static readonly Expr[] LeafExprs =
        [new Input(LossInput.Prediction), new Input(LossInput.ClassWeight), new Input(LossInput.Scale), new Value("s"), new Value("a")];

    private static readonly double[] Constants = [0, 1, -1, 2, 0.1, -0.3];

    /// <summary>The names of the leaves that are no constants.</summary>
    public static IEnumerable<string> Leaves => LeafExprs.Select(NameOf);

    /// <summary>An expression of sums, differences, products, quotients and negations; with more, of all nodes.</summary>
    public static Expr Of(Random random, int depth, bool arithmeticOnly = false)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            return random.Next(3) == 0 ? Constants[random.Next(Constants.Length)] : LeafExprs[random.Next(LeafExprs.Length)];
        }

        return random.Next(arithmeticOnly ? 5 : 9) switch
        {
            0 => Next() + Next(),
            1 => Next() - Next(),
            2 => Next() * Next(),
            3 => Next() / Next(),
            4 => new Neg(Next()),
            5 => new Exp(Next()),
            6 => new Log(Next()),
            7 => new IfLess(Next(), Next(), Next(), Next()),
            _ => new Max(Next(), Next()),
        };

        Expr Next() => Of(random, depth - 1, arithmeticOnly);
    }

    /// <summary>
    /// The value at given leaves. No zero is negative: the sign of a zero is nothing that a loss or a gradient shows. Hence a division by zero, which would show it, throws.
    /// </summary>
    public static double Evaluate(Expr expr, IReadOnlyDictionary<string, double> leaves) => 0.0 + expr switch
    {
        Const constant => constant.Value,
        Input or Value => leaves[NameOf(expr)],
        Neg neg => -Evaluate(neg.Operand, leaves),
        Exp exp => Math.Exp(Evaluate(exp.Operand, leaves)),
        Log log => Math.Log(Evaluate(log.Operand, leaves)),
        IfLess choice => Evaluate(choice.Left, leaves) < Evaluate(choice.Right, leaves) ? Evaluate(choice.Then, leaves) : Evaluate(choice.Else, leaves),
        Add add => Evaluate(add.Left, leaves) + Evaluate(add.Right, leaves),
        Sub sub => Evaluate(sub.Left, leaves) - Evaluate(sub.Right, leaves),
        Mul mul => Evaluate(mul.Left, leaves) * Evaluate(mul.Right, leaves),
        Div div => Evaluate(div.Right, leaves) is var divisor and not 0 ? Evaluate(div.Left, leaves) / divisor : throw new DivideByZeroException(),
        Max max => Math.Max(Evaluate(max.Left, leaves), Evaluate(max.Right, leaves)),
        _ => throw new NotSupportedException($"No value for {expr.GetType().Name}."),
    };

    public static string NameOf(Expr leaf) => leaf switch
    {
        Input input => input.Source switch
        {
            LossInput.Prediction => "x",
            LossInput.ClassWeight => "w",
            LossInput.Scale => "g",
            _ => throw new NotSupportedException($"No name for {input.Source}."),
        },
        Value value => value.Name,
        _ => throw new NotSupportedException($"{leaf.GetType().Name} is no leaf."),
    };
}
