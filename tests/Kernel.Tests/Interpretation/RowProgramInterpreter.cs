using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>Runs a <see cref="RowProgram"/> for one sample, step by step, in double precision: what every kernel is to compute, without lanes, loops or memory.</summary>
internal sealed class RowProgramInterpreter(SampleInputs sample)
{
    private readonly Dictionary<string, Number> values = [];

    /// <summary>Runs all steps.</summary>
    /// <returns>The loss, 0 if the program has none, and the gradient, empty if the program has none.</returns>
    public static (Number Loss, Number[] Gradient) Run(RowProgram program, SampleInputs sample)
    {
        RowProgramInterpreter interpreter = new(sample);
        Number loss = default;
        Number[] gradient = [];
        foreach (Step step in program.Steps)
        {
            switch (step)
            {
                case LogSumExp lse:
                    interpreter.Define(lse);
                    break;
                case Reduce reduce:
                    interpreter.values[reduce.Name] = interpreter.OverClasses(reduce.Op, reduce.Body);
                    break;
                case Let let:
                    interpreter.values[let.Name] = interpreter.Evaluate(let.Body);
                    break;
                case Loss l:
                    loss = interpreter.Evaluate(l.Body);
                    break;
                case Gradient g:
                    gradient = [.. Enumerable.Range(0, sample.ClassCount).Select(c => interpreter.GradientAt(g, c))];
                    break;
                default:
                    throw new NotSupportedException($"No meaning for {step.GetType().Name}.");
            }
        }

        return (loss, gradient);
    }

    /// <summary>Defines reference and sum of a log-sum-exp; the reference is the maximum.</summary>
    public void Define(LogSumExp lse)
    {
        values[lse.Reference] = OverClasses(ReduceOp.Max, lse.Logit);
        values[lse.Sum] = OverClasses(ReduceOp.Sum, lse.Term);
    }

    /// <summary>Gives a name to a value.</summary>
    public void Define(string name, Expr body) => values[name] = Evaluate(body);

    /// <summary>An expression at a class; one that does not vary with the class ignores it.</summary>
    public Number Evaluate(Expr expr, int c = 0) => expr switch
    {
        Const constant => Number.Rounded(constant.Value),
        Input input => sample.Read(input.Source, c),
        Value value => values[value.Name],
        SumOverClasses sum => OverClasses(ReduceOp.Sum, sum.Body),
        Neg neg => -Evaluate(neg.Operand, c),
        Exp exp => Number.Exp(Evaluate(exp.Operand, c)),
        Log log => Number.Log(Evaluate(log.Operand, c)),
        Add add => Evaluate(add.Left, c) + Evaluate(add.Right, c),
        Sub sub => Evaluate(sub.Left, c) - Evaluate(sub.Right, c),
        Mul mul => Evaluate(mul.Left, c) * Evaluate(mul.Right, c),
        Div div => Evaluate(div.Left, c) / Evaluate(div.Right, c),
        Max max => Number.Max(Evaluate(max.Left, c), Evaluate(max.Right, c)),
        _ => throw new NotSupportedException($"No value for {expr.GetType().Name}."),
    };

    private Number GradientAt(Gradient gradient, int c)
    {
        Number value = Evaluate(gradient.PerClass, c);
        return gradient.AtTarget is { } atTarget && c == sample.Target ? value - Evaluate(atTarget) : value;
    }

    private Number OverClasses(ReduceOp op, Expr body)
    {
        IEnumerable<Number> terms = Enumerable.Range(0, sample.ClassCount).Select(c => Evaluate(body, c));
        return op switch
        {
            ReduceOp.Max => terms.Aggregate(Number.Exact(double.NegativeInfinity), (a, b) => Number.Max(b, a)),
            ReduceOp.Sum => Number.Sum(terms),
            _ => throw new NotSupportedException($"No meaning for {op}."),
        };
    }
}
