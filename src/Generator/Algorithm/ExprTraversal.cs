namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>The one place that knows the children of every node.</summary>
internal static class ExprTraversal
{
    public static IEnumerable<Expr> Children(this Expr expr) => expr switch
    {
        Const or Input or Value => [],
        Named named => [named.Body],
        OverClasses over => [over.Body],
        Unary unary => [unary.Operand],
        Binary binary => [binary.Left, binary.Right],
        IfLess choice => [choice.Left, choice.Right, choice.Then, choice.Else],
        _ => throw new NotSupportedException($"No children for {expr.GetType().Name}."),
    };

    /// <summary>The node and everything below it, operands first.</summary>
    public static IEnumerable<Expr> DescendantsAndSelf(this Expr expr) =>
        expr.Children().SelectMany(DescendantsAndSelf).Concat([expr]);

    public static bool Contains(this Expr expr, Func<Expr, bool> predicate) => expr.DescendantsAndSelf().Any(predicate);

    public static bool Reads(this Expr expr, LossInput input) => expr.Contains(e => e is Input i && i.Source == input);

    /// <summary>The expression with its children replaced by what <paramref name="change"/> makes of them.</summary>
    public static Expr MapChildren(this Expr expr, Func<Expr, Expr> change) => expr switch
    {
        Const or Input or Value => expr,
        Named named => named with { Body = change(named.Body) },
        OverClasses over => over with { Body = change(over.Body) },
        Unary unary => unary with { Operand = change(unary.Operand) },
        Binary binary => binary with { Left = change(binary.Left), Right = change(binary.Right) },
        IfLess choice => new IfLess(change(choice.Left), change(choice.Right), change(choice.Then), change(choice.Else)),
        _ => throw new NotSupportedException($"No children for {expr.GetType().Name}."),
    };
}
