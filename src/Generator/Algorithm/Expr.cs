namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// A scalar expression of the loss's formula. It says nothing about lanes, loops or memory: printers and the interpreter give it those.
/// </summary>
internal abstract record Expr
{
    /// <summary>How often the value changes: what decides where it is computed.</summary>
    public abstract Rate Rate { get; }

    public static implicit operator Expr(double value) => new Const(value);

    public static Expr operator +(Expr left, Expr right) => new Add(left, right);

    public static Expr operator -(Expr left, Expr right) => new Sub(left, right);

    public static Expr operator *(Expr left, Expr right) => new Mul(left, right);

    public static Expr operator /(Expr left, Expr right) => new Div(left, right);
}

/// <summary>How often a value changes.</summary>
internal enum Rate
{
    /// <summary>Never: a constant of the declaration.</summary>
    Constant,

    /// <summary>Once a call.</summary>
    Call,

    /// <summary>Once a sample.</summary>
    Sample,

    /// <summary>At every class of every sample.</summary>
    Class,
}

/// <summary>A number known from the declaration.</summary>
internal sealed record Const(double Value) : Expr
{
    public override Rate Rate => Rate.Constant;
}

/// <summary>A value that the caller gives.</summary>
internal sealed record Input(LossInput Source) : Expr
{
    public override Rate Rate => Source switch
    {
        LossInput.Logits or LossInput.Probabilities or LossInput.ClassWeights => Rate.Class,
        LossInput.TargetLogit or LossInput.TargetWeight or LossInput.Upstream => Rate.Sample,
        LossInput.Scale or LossInput.WeightSum => Rate.Call,
        _ => throw new NotSupportedException($"No rate for the input {Source}."),
    };
}

/// <summary>The inputs of a program, by the letters that headers and comments use.</summary>
internal enum LossInput
{
    /// <summary>x[c].</summary>
    Logits,

    /// <summary>q[c], the target probabilities.</summary>
    Probabilities,

    /// <summary>w[c].</summary>
    ClassWeights,

    /// <summary>x[t].</summary>
    TargetLogit,

    /// <summary>v = w[t].</summary>
    TargetWeight,

    /// <summary>g of one sample: the upstream gradient (reduction none).</summary>
    Upstream,

    /// <summary>g of the call: the upstream gradient over the divisor (reductions sum and mean).</summary>
    Scale,

    /// <summary>W = Σ_c w[c].</summary>
    WeightSum,
}

/// <summary>A value that an earlier step of the program computed, once a sample.</summary>
internal sealed record Value(string Name) : Expr
{
    public override Rate Rate => Rate.Sample;
}

/// <summary>Σ_c Body: becomes a step of its own under the given name.</summary>
internal sealed record SumOverClasses(string Name, Expr Body) : Expr
{
    public override Rate Rate => Rate.Sample;
}

internal abstract record Unary(Expr Operand) : Expr
{
    public override Rate Rate => Operand.Rate;
}

internal sealed record Neg(Expr Operand) : Unary(Operand);

internal sealed record Exp(Expr Operand) : Unary(Operand);

internal sealed record Log(Expr Operand) : Unary(Operand);

internal abstract record Binary(Expr Left, Expr Right) : Expr
{
    public override Rate Rate => Left.Rate > Right.Rate ? Left.Rate : Right.Rate;
}

internal sealed record Add(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Sub(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Mul(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Div(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Max(Expr Left, Expr Right) : Binary(Left, Right);
