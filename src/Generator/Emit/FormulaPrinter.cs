using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>A program as mathematics: the comments above the code, printed from the very expressions that print the code.</summary>
internal static class FormulaPrinter
{
    public static string Print(Expr expr) => Operand(expr).Text;

    public static string Print(Reduce reduce) => $"{reduce.Name} = {(reduce.Op == ReduceOp.Max ? "max" : "Σ")}_c {AsFactor(Operand(reduce.Body))}";

    public static string Print(Let let) => $"{let.Name} = {Print(let.Body)}";

    public static string Print(Loss loss) => $"l = {Print(loss.Body)}";

    public static string Print(Gradient gradient) =>
        $"dx[c] = {Print(gradient.PerClass)}" + (gradient.AtTarget is null ? "" : $" - (c = t ? {Print(gradient.AtTarget)} : 0)");

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
        Loss loss => [Print(loss)],
        Gradient gradient => (string[])[Print(gradient)],
        _ => throw new NotSupportedException($"No formula for {step.GetType().Name}."),
    });

    public static string Symbol(LossInput input) => input switch
    {
        LossInput.Logits => "x[c]",
        LossInput.Probabilities => "q[c]",
        LossInput.ClassWeights => "w[c]",
        LossInput.TargetLogit => "x[t]",
        LossInput.TargetWeight => "w[t]",
        LossInput.Upstream => "g",
        LossInput.Scale => "g",
        LossInput.WeightSum => "W",
        _ => throw new NotSupportedException($"No symbol for the input {input}."),
    };

    private static Printed Operand(Expr expr) => expr switch
    {
        Const constant => new Printed(Literal.Shortest(constant.Value), constant.Value < 0 ? Precedence.Unary : Precedence.Atom),
        Input input => new Printed(Symbol(input.Source), Precedence.Atom),
        Value value => new Printed(value.Name, Precedence.Atom),
        SumOverClasses sum => new Printed("Σ_c " + AsFactor(Operand(sum.Body)), Precedence.Multiplicative),
        Exp exp => new Printed($"exp({Print(exp.Operand)})", Precedence.Atom),
        Log log => new Printed($"log({Print(log.Operand)})", Precedence.Atom),
        Neg neg => Negation(Operand(neg.Operand)),
        Max max => new Printed($"max({Print(max.Left)}, {Print(max.Right)})", Precedence.Atom),
        Add add => Printed.Infix(Operand(add.Left), " + ", Operand(add.Right), Precedence.Additive),
        Sub sub => Printed.Infix(Operand(sub.Left), " - ", Operand(sub.Right), Precedence.Additive),
        Mul mul => Printed.Infix(Operand(mul.Left), "·", Operand(mul.Right), Precedence.Multiplicative),
        Div div => Printed.Infix(Operand(div.Left), "/", Operand(div.Right), Precedence.Multiplicative),
        _ => throw new NotSupportedException($"No formula for {expr.GetType().Name}."),
    };

    private static Printed Negation(Printed operand) =>
        new("-" + (operand.Precedence <= Precedence.Unary ? $"({operand.Text})" : operand.Text), Precedence.Unary);

    private static string AsFactor(Printed printed) => printed.Precedence < Precedence.Multiplicative ? $"({printed.Text})" : printed.Text;
}
