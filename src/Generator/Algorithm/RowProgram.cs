namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// What one sample costs and gives: steps in order, each over names that earlier steps defined. An ignored sample runs none of them: its loss and its gradient are 0.
/// </summary>
internal sealed record RowProgram(IReadOnlyList<Step> Steps)
{
    public bool WritesGradient => Steps.OfType<Gradient>().Any();

    public bool WritesLoss => Steps.OfType<Loss>().Any();

    public bool Reads(LossInput input) => Steps.SelectMany(s => s.Operands).Any(e => e.Reads(input));
}

/// <summary>One step of a <see cref="RowProgram"/>.</summary>
internal abstract record Step
{
    /// <summary>The expressions that the step evaluates.</summary>
    public abstract IEnumerable<Expr> Operands { get; }

    /// <summary>The names that later steps may use.</summary>
    public abstract IEnumerable<string> Defines { get; }

    public IEnumerable<string> Uses =>
        Operands.SelectMany(e => e.DescendantsAndSelf()).OfType<Value>().Select(v => v.Name).Except(Defines).Distinct();
}

/// <summary>
/// Reference and Sum such that log Σ_c exp(Logit) = Reference + log Sum. The reference is what keeps exp in range; a plan may choose another than the maximum.
/// </summary>
internal sealed record LogSumExp(Expr Logit, string Reference, string Sum) : Step
{
    public override IEnumerable<Expr> Operands => [Logit];

    public override IEnumerable<string> Defines => [Reference, Sum];

    /// <summary>exp(Logit - Reference): what is summed, and what the gradient multiplies.</summary>
    public Expr Term => new Exp(Logit - new Value(Reference));
}

/// <summary>Name = Op over the classes of Body.</summary>
internal sealed record Reduce(string Name, ReduceOp Op, Expr Body) : Step
{
    public override IEnumerable<Expr> Operands => [Body];

    public override IEnumerable<string> Defines => [Name];
}

internal enum ReduceOp
{
    Max,
    Sum,
}

/// <summary>Name = Body, once a sample.</summary>
internal sealed record Let(string Name, Expr Body) : Step
{
    public override IEnumerable<Expr> Operands => [Body];

    public override IEnumerable<string> Defines => [Name];
}

/// <summary>The sample's loss.</summary>
internal sealed record Loss(Expr Body) : Step
{
    public override IEnumerable<Expr> Operands => [Body];

    public override IEnumerable<string> Defines => [];
}

/// <summary>dx[c] = PerClass, less AtTarget at the target class.</summary>
internal sealed record Gradient(Expr PerClass, Expr? AtTarget) : Step
{
    public override IEnumerable<Expr> Operands => AtTarget is null ? [PerClass] : [PerClass, AtTarget];

    public override IEnumerable<string> Defines => [];
}
