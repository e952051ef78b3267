using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>Runs a <see cref="RowProgram"/> for one sample, step by step, in double precision: what every kernel is to compute, without lanes, loops or memory.</summary>
internal sealed class RowProgramInterpreter(SampleInputs sample)
{
    private readonly Dictionary<string, Number> values = [];

    /// <summary>Runs all steps.</summary>
    public static SampleResult Run(RowProgram program, SampleInputs sample)
    {
        RowProgramInterpreter interpreter = new(sample);
        SampleResult result = new([], []);
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
                case Store store:
                    result.Stored[store.Output] = interpreter.Evaluate(store.Body);
                    break;
                case Map map:
                    result = result with { Mapped = [.. Enumerable.Range(0, sample.ClassCount).Select(c => interpreter.MapAt(map, c))] };
                    break;
                default:
                    throw new NotSupportedException($"No meaning for {step.GetType().Name}.");
            }
        }

        return result;
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
        Named named => Evaluate(named.Body),
        OverClasses over => OverClasses(over.Op, over.Body),
        Neg neg => -Evaluate(neg.Operand, c),
        Exp exp => Number.Exp(Evaluate(exp.Operand, c)),
        AccurateExp exp => Number.AccurateExp(Evaluate(exp.Operand, c)),
        Decay decay => Number.AccurateExp(-Number.Max(Evaluate(decay.Operand, c), -Evaluate(decay.Operand, c))),
        Log or LogOfSum => Number.Log(Evaluate(((Function)expr).Operand, c)),
        Log1p log => Number.Log1p(Evaluate(log.Operand, c)),
        UnitLog1p log => Number.Log1p(Evaluate(log.Operand, c)),
        Tanh tanh => Number.Tanh(Evaluate(tanh.Operand, c)),
        Add add => Evaluate(add.Left, c) + Evaluate(add.Right, c),
        Sub sub => Evaluate(sub.Left, c) - Evaluate(sub.Right, c),
        Mul mul => Evaluate(mul.Left, c) * Evaluate(mul.Right, c),
        Div div => Evaluate(div.Left, c) / Evaluate(div.Right, c),
        Max max => Number.Max(Evaluate(max.Left, c), Evaluate(max.Right, c)),
        IfLess choice => Evaluate(choice.Left, c).Value < Evaluate(choice.Right, c).Value ? Evaluate(choice.Then, c) : Evaluate(choice.Else, c),
        _ => throw new NotSupportedException($"No value for {expr.GetType().Name}."),
    };

    private Number MapAt(Map map, int c)
    {
        Number value = Evaluate(map.PerClass, c);
        return map.AtTarget is { } atTarget && c == sample.Target ? value - Evaluate(atTarget) : value;
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

/// <summary>What a program gives for one sample.</summary>
/// <param name="Stored">What it gives once a sample.</param>
/// <param name="Mapped">What it gives at every class; empty if nothing.</param>
internal sealed record SampleResult(Dictionary<SampleOutput, Number> Stored, Number[] Mapped);
