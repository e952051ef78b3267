namespace Gen.CrossEntropy.Testing;

/// <summary>What the references of losses with classes have in common: which samples count, the divisor, the upstream gradient, the reduction, and the checks of a call.</summary>
internal sealed class ReferenceBatch
{
    private const long DefaultIgnoreIndex = -100;

    private readonly Declaration declaration;
    private readonly Batch batch;
    private readonly double divisor;

    public ReferenceBatch(Declaration declaration, Batch batch)
    {
        (this.declaration, this.batch) = (declaration, batch);
        Samples = batch.Logits.Length / declaration.SampleSize;
        Weights = [.. declaration.ClassWeightsPerCall ? batch.ClassWeights! : declaration.ClassWeights ?? Enumerable.Repeat(1.0, declaration.ClassCount)];
        Check();
        divisor = batch.Divisor ?? (declaration.Reduction, batch.Targets) switch
        {
            (Reduction.BatchMean, _) => batch.BatchSize,
            (not Reduction.Mean, _) => 1,
            (_, IndexTargets t) => t.Values.Where(v => v != IgnoreIndex).Sum(v => Weights[v]),
            _ => Samples,
        };
    }

    /// <summary>N·S.</summary>
    public int Samples { get; }

    /// <summary>w, 1 for each class where none are given.</summary>
    public double[] Weights { get; }

    private long IgnoreIndex => declaration.IgnoreIndex ?? DefaultIgnoreIndex;

    /// <summary>Whether a sample is ignored.</summary>
    public bool Ignores(int sample) => batch.Targets is IndexTargets t && t.Values[sample] == IgnoreIndex;

    /// <summary>g/D of a sample. Where all the weight of a mean is 0, the mean is 0/0 and so is the scale of its gradient.</summary>
    public double Scale(int sample) => divisor == 0 ? double.NaN : (batch.Upstream is not { } u ? 1 : declaration.IsUnreduced ? u[sample] : u[0]) / divisor;

    /// <summary>A sample's part of an array that is laid out as the input.</summary>
    public ReferenceRow Row(double[] array, int sample) => new(array, declaration.SampleSize, declaration.IsElementwise ? 1 : batch.Positions, sample);

    /// <summary>The losses as the declaration wants them.</summary>
    public double[] Reduce(double[] losses) => declaration.IsUnreduced ? losses : [divisor == 0 ? double.NaN : Precise.Sum(losses) / divisor];

    private void Check()
    {
        int classes = declaration.ClassCount;
        Require(batch.Logits.Length % (declaration.SampleSize * (declaration.IsElementwise ? 1 : batch.Positions)) == 0, "logits");
        Require(declaration.IsElementwise || Weights.Length == classes, "class weights");
        Require(batch.Upstream is null || batch.Upstream.Length == (declaration.IsUnreduced ? Samples : 1), "upstream gradients");
        Require(batch.Targets is not ProbabilityTargets q || q.Values.Length == batch.Logits.Length, "dense targets");
        Require(batch.Targets is not IndexTargets t || t.Values.Length == Samples, "targets");
        foreach ((long target, int sample) in (batch.Targets is IndexTargets indices ? indices.Values : []).Select((v, i) => (v, i)))
        {
            if (!Ignores(sample) && (target < 0 || target >= classes))
            {
                throw new ArgumentOutOfRangeException(nameof(batch), target, $"The target of sample {sample} is not one of {classes} classes.");
            }
        }
    }

    private void Require(bool fits, string what)
    {
        if (!fits)
        {
            throw new ArgumentException($"{declaration}: the number of {what} does not fit.");
        }
    }
}
