namespace Gen.CrossEntropy.Generator.Emit;

internal enum Precedence
{
    Additive,
    Multiplicative,
    Unary,
    Atom,
}

/// <summary>Text of an expression and how tightly it binds.</summary>
internal readonly record struct Printed(string Text, Precedence Precedence)
{
    public static Printed Atom(string text) => new(text, Precedence.Atom);

    /// <summary>As one operand of a product, whichever.</summary>
    public string AsFactor => Precedence <= Precedence.Multiplicative ? $"({Text})" : Text;

    /// <summary>Left-associative; parentheses keep the order of evaluation that the expression has, since floating-point sums depend on it.</summary>
    public static Printed Infix(Printed left, string op, Printed right, Precedence precedence) => new(
        (left.Precedence < precedence ? $"({left.Text})" : left.Text) + op + (right.Precedence <= precedence ? $"({right.Text})" : right.Text),
        precedence);
}
