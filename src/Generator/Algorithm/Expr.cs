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
        LossInput.Prediction or LossInput.DenseTarget or LossInput.ClassWeight or LossInput.ClassUpstream or LossInput.ClassIndex => Rate.Class,
        LossInput.TargetPrediction or LossInput.TargetWeight or LossInput.TargetIndex or LossInput.Upstream => Rate.Sample,
        LossInput.Element or LossInput.ElementTarget or LossInput.ElementWeight or LossInput.PosWeight => Rate.Sample,
        LossInput.Scale or LossInput.WeightSum => Rate.Call,
        _ => throw new NotSupportedException($"No rate for the input {Source}."),
    };
}

/// <summary>The inputs of a program, by the letters that headers and comments use.</summary>
internal enum LossInput
{
    /// <summary>x[c]: a logit, a log-probability or a probability, as the loss declares.</summary>
    Prediction,

    /// <summary>q[c], the target probabilities.</summary>
    DenseTarget,

    /// <summary>w[c].</summary>
    ClassWeight,

    /// <summary>g[c]: the upstream gradient where every class has one.</summary>
    ClassUpstream,

    /// <summary>c, as a number.</summary>
    ClassIndex,

    /// <summary>x[t].</summary>
    TargetPrediction,

    /// <summary>v = w[t].</summary>
    TargetWeight,

    /// <summary>t, as a number.</summary>
    TargetIndex,

    /// <summary>g of one sample: the upstream gradient (reduction none).</summary>
    Upstream,

    /// <summary>x where every element is a sample.</summary>
    Element,

    /// <summary>y, the target of an element.</summary>
    ElementTarget,

    /// <summary>w, the weight of an element.</summary>
    ElementWeight,

    /// <summary>r, the weight of the element's target where it is positive.</summary>
    PosWeight,

    /// <summary>g of the call: the upstream gradient over the divisor (reductions other than none).</summary>
    Scale,

    /// <summary>W = Σ_c w[c].</summary>
    WeightSum,
}

/// <summary>A value that an earlier step of the program computed, once a sample.</summary>
internal sealed record Value(string Name) : Expr
{
    public override Rate Rate => Rate.Sample;
}

/// <summary>Body under a name, once a sample: becomes a step of its own, so that whatever uses it computes it once.</summary>
internal sealed record Named(string Name, Expr Body) : Expr
{
    public override Rate Rate => Rate.Sample;
}

/// <summary>Op over the classes of Body: becomes a step of its own under the given name.</summary>
internal sealed record OverClasses(string Name, ReduceOp Op, Expr Body) : Expr
{
    public override Rate Rate => Rate.Sample;
}

internal abstract record Unary(Expr Operand) : Expr
{
    public override Rate Rate => Operand.Rate;
}

internal sealed record Neg(Expr Operand) : Unary(Operand);

/// <summary>A function that costs as much as many operations. A plan computes it once for each class and keeps what several walks need; once a sample, it is a step of its own.</summary>
internal abstract record Function(Expr Operand) : Unary(Operand);

/// <summary>e^Operand, for operands up to 0 or little above: its relative error grows with the operand's size, as that of the operand itself does.</summary>
internal sealed record Exp(Expr Operand) : Function(Operand);

/// <summary>e^Operand for every operand, to the last place or two: where the value itself is a result.</summary>
internal sealed record AccurateExp(Expr Operand) : Function(Operand);

/// <summary>e^-|Operand|, to the last place or two.</summary>
internal sealed record Decay(Expr Operand) : Function(Operand);

/// <summary>The natural logarithm of any number: -∞ at 0, NaN below.</summary>
internal sealed record Log(Expr Operand) : Function(Operand);

/// <summary>The logarithm of a sum of exponentials, which is at least ½.</summary>
internal sealed record LogOfSum(Expr Operand) : Function(Operand);

/// <summary>log(1 + Operand) for operands in [-1, 1], accurate near 0.</summary>
internal sealed record Log1p(Expr Operand) : Function(Operand);

/// <summary>log(1 + Operand) for operands in [0, 1], accurate near 0: of exponentials of what is not positive.</summary>
internal sealed record UnitLog1p(Expr Operand) : Function(Operand);

/// <summary>log(1 + Operand) for finite operands from 0 on, accurate near 0: of a product less 1, whose factors are at least 1.</summary>
internal sealed record GrowthLog1p(Expr Operand) : Function(Operand);

/// <summary>The hyperbolic tangent.</summary>
internal sealed record Tanh(Expr Operand) : Function(Operand);

internal abstract record Binary(Expr Left, Expr Right) : Expr
{
    public override Rate Rate => Left.Rate > Right.Rate ? Left.Rate : Right.Rate;
}

internal sealed record Add(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Sub(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Mul(Expr Left, Expr Right) : Binary(Left, Right);

internal sealed record Div(Expr Left, Expr Right) : Binary(Left, Right);

/// <summary>The larger one; Right where either is NaN.</summary>
internal sealed record Max(Expr Left, Expr Right) : Binary(Left, Right);

/// <summary>Left &lt; Right ? Then : Else; Else where Left or Right is NaN.</summary>
internal sealed record IfLess(Expr Left, Expr Right, Expr Then, Expr Else) : Expr
{
    public override Rate Rate => new[] { Left.Rate, Right.Rate, Then.Rate, Else.Rate }.Max();
}
