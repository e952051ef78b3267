namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// Algebra that never changes a result: constants are folded, ones and zeros that cannot matter disappear. 0·x stays, because it is NaN where x is infinite.
/// </summary>
internal static class Simplify
{
    public static Expr Apply(Expr expr)
    {
        Expr e = expr.MapChildren(Apply);
        return e switch
        {
            Neg(Const(var a)) => -a,
            Neg(Neg(var a)) => a,
            Add(Const(var a), Const(var b)) => a + b,
            Sub(Const(var a), Const(var b)) => a - b,
            Mul(Const(var a), Const(var b)) => a * b,
            Div(Const(var a), Const(var b)) => a / b,
            Add(Const(0), var a) => a,
            Add(var a, Const(0)) => a,
            Add(var a, Neg(var b)) => Apply(a - b),
            Add(Neg(var a), var b) => Apply(b - a),
            Sub(var a, Const(0)) => a,
            Sub(Const(0), var a) => Apply(new Neg(a)),
            Sub(var a, Neg(var b)) => Apply(a + b),
            Mul(Const(1), var a) => a,
            Mul(var a, Const(1)) => a,
            Mul(Neg(var a), var b) => Apply(new Neg(a * b)),
            Mul(var a, Neg(var b)) => Apply(new Neg(a * b)),
            Div(Neg(var a), var b) => Apply(new Neg(a / b)),
            Div(var a, Const(1)) => a,

            // The slower-changing factors first: what is known before the classes are walked is multiplied once.
            Mul(var a, Mul(var b, var c)) when a.Rate < Rate.Class && b.Rate < Rate.Class && c.Rate == Rate.Class => Apply(a * b) * c,
            Mul(Const(var a), Mul(Const(var b), var c)) => Apply((Expr)(a * b) * c),
            _ => e,
        };
    }
}
