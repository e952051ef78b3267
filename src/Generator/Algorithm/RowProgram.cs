namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// What one sample costs and gives: steps in order, each over names that earlier steps defined. An ignored sample runs none of them: its loss and its gradient are 0.
/// </summary>
internal sealed record RowProgram(IReadOnlyList<Step> Steps)
{
    /// <summary>What is written at every class, if anything.</summary>
    public Map? Map => Steps.OfType<Map>().SingleOrDefault();

    /// <summary>What is written, or added to the block's sum, once a sample.</summary>
    public IEnumerable<SampleOutput> Outputs => Steps.OfType<Store>().Select(s => s.Output);

    public bool GivesLoss => Outputs.Contains(SampleOutput.Loss);

    public bool Reads(LossInput input) => Steps.SelectMany(s => s.Operands).Any(e => e.Reads(input));
}

/// <summary>One step of a <see cref="RowProgram"/>.</summary>
internal abstract record Step
{
    /// <summary>The expressions that the step evaluates.</summary>
    public abstract IEnumerable<Expr> Operands { get; }

    /// <summary>The names that later steps may use.</summary>
    public abstract IEnumerable<string> Defines { get; }

    /// <summary>Whether it reads x[t], which some plans meet on the first walk over the classes: it comes after that.</summary>
    public bool ReadsTarget => Operands.Any(e => e.Reads(LossInput.TargetPrediction));

    public IEnumerable<string> Uses =>
        Operands.SelectMany(e => e.DescendantsAndSelf()).OfType<Value>().Select(v => v.Name).Except(Defines).Distinct();
}

/// <summary>
/// Reference and Sum such that log Σ_c exp(Logit) = Reference + log Sum. The reference is what keeps exp in range. A plan may choose another than the maximum where <paramref name="ExactReference"/>
/// does not forbid it.
/// </summary>
/// <param name="Logit">What is exponentiated.</param>
/// <param name="Reference">The reference's name.</param>
/// <param name="Sum">The sum's name.</param>
/// <param name="Accurate">Whether the exponentials are results, and so must be accurate by themselves.</param>
/// <param name="ExactReference">Whether the reference must be the maximum.</param>
internal sealed record LogSumExp(Expr Logit, string Reference, string Sum, bool Accurate = false, bool ExactReference = false) : Step
{
    public override IEnumerable<Expr> Operands => [Logit];

    public override IEnumerable<string> Defines => [Reference, Sum];

    /// <summary>exp(Logit - Reference): what is summed, and what the gradient multiplies.</summary>
    public Expr Term => Accurate ? new AccurateExp(Logit - new Value(Reference)) : new Exp(Logit - new Value(Reference));
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

/// <summary>Output = Body, once a sample.</summary>
internal sealed record Store(SampleOutput Output, Expr Body) : Step
{
    public override IEnumerable<Expr> Operands => [Body];

    public override IEnumerable<string> Defines => [];
}

/// <summary>What a program gives once a sample.</summary>
internal enum SampleOutput
{
    /// <summary>l.</summary>
    Loss,

    /// <summary>lse: the log-sum-exp of the logits.</summary>
    LogSumExp,

    /// <summary>1 where the target is the first class of those with the largest logit, else 0.</summary>
    Hit,

    /// <summary>H: the entropy of softmax(x).</summary>
    Entropy,
}

/// <summary>Output[c] = PerClass, less AtTarget at the target class.</summary>
internal sealed record Map(MapOutput Output, Expr PerClass, Expr? AtTarget = null) : Step
{
    public override IEnumerable<Expr> Operands => AtTarget is null ? [PerClass] : [PerClass, AtTarget];

    public override IEnumerable<string> Defines => [];
}

/// <summary>What a program gives at every class.</summary>
internal enum MapOutput
{
    /// <summary>dx[c].</summary>
    Gradient,

    /// <summary>dx, where every element is a sample.</summary>
    ElementGradient,

    /// <summary>y[c]: the result of a softmax.</summary>
    Result,
}
