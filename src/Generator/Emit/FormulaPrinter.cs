using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>A program as mathematics: the comments above the code, printed from the very expressions that print the code.</summary>
internal static class FormulaPrinter
{
    public static string Print(Expr expr) => Operand(expr).Text;

    public static string Print(Reduce reduce) => $"{reduce.Name} = {(reduce.Op == ReduceOp.Max ? "max" : "Σ")}_c {AsFactor(Operand(reduce.Body))}";

    public static string Print(Let let) => $"{let.Name} = {Print(let.Body)}";

    public static string Print(Store store) => $"{Symbol(store.Output)} = {Print(store.Body)}";

    public static string Print(Map map)
    {
        string perClass = Print(map.PerClass);
        if (map.AtTarget is null)
        {
            return $"{Symbol(map.Output)} = {perClass}";
        }

        string atTarget = $"(c = t ? {Print(map.AtTarget)} : 0)";
        return $"{Symbol(map.Output)} = {(map.PerClass is Const(0) ? $"-{atTarget}" : $"{perClass} - {atTarget}")}";
    }

    /// <summary>A whole program, a line a step.</summary>
    public static IEnumerable<string> Print(RowProgram program) => program.Steps.SelectMany(step => step switch
    {
        LogSumExp lse =>
        [
            Print(new Reduce(lse.Reference, ReduceOp.Max, lse.Logit)),
            Print(new Reduce(lse.Sum, ReduceOp.Sum, lse.Term)),
        ],
        Reduce reduce => [Print(reduce)],
        Let let => [Print(let)],
        Store store => [Print(store)],
        Map map => (string[])[Print(map)],
        _ => throw new NotSupportedException($"No formula for {step.GetType().Name}."),
    });

    public static string Symbol(LossInput input) => input switch
    {
        LossInput.Prediction => "x[c]",
        LossInput.DenseTarget => "q[c]",
        LossInput.ClassWeight => "w[c]",
        LossInput.ClassUpstream => "g[c]",
        LossInput.ClassIndex => "c",
        LossInput.TargetPrediction => "x[t]",
        LossInput.TargetWeight => "w[t]",
        LossInput.TargetIndex => "t",
        LossInput.Upstream or LossInput.Scale => "g",
        LossInput.Element => "x",
        LossInput.ElementTarget => "y",
        LossInput.ElementWeight => "w",
        LossInput.PosWeight => "r",
        LossInput.WeightSum => "W",
        _ => throw new NotSupportedException($"No symbol for the input {input}."),
    };

    private static string Symbol(SampleOutput output) => output switch
    {
        SampleOutput.Loss => "l",
        SampleOutput.LogSumExp => "lses",
        SampleOutput.Hit => "hits",
        SampleOutput.Entropy => "entropies",
        _ => throw new NotSupportedException($"No symbol for {output}."),
    };

    private static string Symbol(MapOutput output) => output switch
    {
        MapOutput.Gradient => "dx[c]",
        MapOutput.ElementGradient => "dx",
        MapOutput.Result => "y[c]",
        _ => throw new NotSupportedException($"No symbol for {output}."),
    };

    private static Printed Operand(Expr expr) => expr switch
    {
        Const constant => new Printed(Literal.Shortest(constant.Value), constant.Value < 0 ? Precedence.Unary : Precedence.Atom),
        Input input => new Printed(Symbol(input.Source), Precedence.Atom),
        Value value => new Printed(value.Name, Precedence.Atom),
        Named named => new Printed(named.Name, Precedence.Atom),
        OverClasses over => new Printed($"{(over.Op == ReduceOp.Max ? "max" : "Σ")}_c " + AsFactor(Operand(over.Body)), Precedence.Multiplicative),
        Decay decay => new Printed($"exp(-|{Print(decay.Operand)}|)", Precedence.Atom),
        Function function => new Printed($"{Name(function)}({Print(function.Operand)})", Precedence.Atom),
        Neg neg => Negation(Operand(neg.Operand)),
        Max max => new Printed($"max({Print(max.Left)}, {Print(max.Right)})", Precedence.Atom),
        IfLess choice => new Printed($"({Print(choice.Left)} < {Print(choice.Right)} ? {Print(choice.Then)} : {Print(choice.Else)})", Precedence.Atom),
        Add add => Printed.Infix(Operand(add.Left), " + ", Operand(add.Right), Precedence.Additive),
        Sub sub => Printed.Infix(Operand(sub.Left), " - ", Operand(sub.Right), Precedence.Additive),
        Mul mul => Printed.Infix(Operand(mul.Left), "·", Operand(mul.Right), Precedence.Multiplicative),
        Div div => Printed.Infix(Operand(div.Left), "/", Operand(div.Right), Precedence.Multiplicative),
        _ => throw new NotSupportedException($"No formula for {expr.GetType().Name}."),
    };

    private static string Name(Function function) => function switch
    {
        Exp or AccurateExp => "exp",
        Log or LogOfSum => "log",
        Log1p or UnitLog1p or GrowthLog1p => "log1p",
        Tanh => "tanh",
        _ => throw new NotSupportedException($"No name for {function.GetType().Name}."),
    };

    private static Printed Negation(Printed operand) =>
        new("-" + (operand.Precedence <= Precedence.Unary ? $"({operand.Text})" : operand.Text), Precedence.Unary);

    private static string AsFactor(Printed printed) => printed.Precedence < Precedence.Multiplicative ? $"({printed.Text})" : printed.Text;
}
