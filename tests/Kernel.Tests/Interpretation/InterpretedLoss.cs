using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>What a call is to give, each number with the error that a kernel may have. What it does not give is empty.</summary>
/// <param name="Losses">One loss per sample for reduction none, one number for the others; the output of a softmax.</param>
/// <param name="Gradient">dx.</param>
internal sealed record InterpretedResult(Number[] Losses, Number[] Gradient)
{
    /// <summary>The outputs on request, one number per sample each.</summary>
    public IReadOnlyDictionary<LossOutputs, Number[]> Outputs { get; init; } = new Dictionary<LossOutputs, Number[]>();
}

/// <summary>A whole batch through the interpreter: layouts, ignored samples, divisor and reduction around <see cref="RowProgramInterpreter"/>.</summary>
internal static class InterpretedLoss
{
    private static readonly (LossOutputs Flag, SampleOutput Output)[] OnRequest =
    [
        (LossOutputs.Losses, SampleOutput.Loss), (LossOutputs.LogSumExp, SampleOutput.LogSumExp), (LossOutputs.Hits, SampleOutput.Hit), (LossOutputs.Entropy, SampleOutput.Entropy),
    ];

    /// <summary>Loss and gradient of a batch; of a softmax the output, and no gradient.</summary>
    public static InterpretedResult Compute(Declaration declaration, Batch batch)
    {
        SampleResult[] samples = Samples(declaration, batch, declaration.IsMap ? Pass.Forward : Pass.ForwardBackward);
        Number[] mapped = Scatter(declaration, batch, samples);
        if (declaration.IsMap)
        {
            return new InterpretedResult(mapped, []);
        }

        Number[] losses = Stored(SampleOutput.Loss);
        double divisor = Divisor(declaration, batch);
        // A scalar kernel adds thousands of losses one after the other, and equal ones round to the same side.
        double rounding = declaration.DType == CrossEntropy.DType.Float64 ? 4 : Math.Pow(2, -27);
        return new InterpretedResult(declaration.IsUnreduced ? losses : [Reduce(losses, divisor, rounding)], mapped)
        {
            Outputs = OnRequest.Where(row => declaration.Outputs.HasFlag(row.Flag)).ToDictionary(row => row.Flag, row => Stored(row.Output)),
        };

        Number[] Stored(SampleOutput output) => [.. samples.Select(sample => sample.Stored.GetValueOrDefault(output))];
    }

    /// <summary>The gradient of a softmax whose output is the batch's first array.</summary>
    public static Number[] MapBackward(Declaration declaration, Batch batch) => Scatter(declaration, batch, Samples(declaration, batch, Pass.Backward));

    private static SampleResult[] Samples(Declaration declaration, Batch batch, Pass pass)
    {
        LossSpec spec = Specs.Of(declaration);
        RowProgram program = RowPrograms.Build(spec, pass);
        int classes = declaration.SampleSize, positions = declaration.IsElementwise ? 1 : batch.Positions;
        double[] weights = Weights(declaration, batch);
        double divisor = Divisor(declaration, batch);
        SampleResult[] results = new SampleResult[batch.Logits.Length / classes];
        for (int i = 0; i < results.Length; i++)
        {
            int first = (i / positions * classes * positions) + (i % positions);
            int target = batch.Targets is IndexTargets t ? (int)t.Values[i] : -1;
            if (batch.Targets is IndexTargets && target == spec.IgnoreIndex)
            {
                results[i] = new SampleResult([], []);
                continue;
            }

            double upstream = batch.Upstream is not { } u || declaration.IsMap ? 1 : declaration.IsUnreduced ? u[i] : u[0];
            results[i] = RowProgramInterpreter.Run(program, new SampleInputs(
                Classes(batch.Logits), weights, target, batch.Targets is ProbabilityTargets q ? Classes(q.Values) : [], divisor == 0 ? double.NaN : upstream / divisor)
            {
                ClassUpstream = declaration.IsMap ? batch.Upstream is { } g ? Classes(g) : [.. Enumerable.Repeat(1.0, classes)] : [],
                Weight = OfElement(batch.Weights, i),
                PosWeight = batch.PosWeights is null ? declaration.PosWeight : OfElement(batch.PosWeights, i),
            });

            double[] Classes(double[] array) => [.. Enumerable.Range(0, classes).Select(c => array[first + (c * positions)])];
        }

        return results;

        double OfElement(double[]? values, int i) => values is null ? 1 : values[i / batch.Positions % values.Length];
    }

    private static Number[] Scatter(Declaration declaration, Batch batch, SampleResult[] samples)
    {
        int classes = declaration.SampleSize, positions = declaration.IsElementwise ? 1 : batch.Positions;
        Number[] mapped = new Number[batch.Logits.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            int first = (i / positions * classes * positions) + (i % positions);
            for (int c = 0; c < samples[i].Mapped.Length; c++)
            {
                mapped[first + (c * positions)] = samples[i].Mapped[c];
            }
        }

        return mapped;
    }

    private static double[] Weights(Declaration declaration, Batch batch) =>
        [.. batch.ClassWeights ?? declaration.ClassWeights ?? Enumerable.Repeat(1.0, declaration.SampleSize)];

    // Losses are added in double precision, whatever they are computed in; the quotient is rounded once.
    private static Number Reduce(Number[] losses, double divisor, double rounding) =>
        divisor == 0 ? Number.Exact(double.NaN) : Number.Sum(losses, rounding) / Number.Exact(divisor);

    private static double Divisor(Declaration declaration, Batch batch) => (batch.Divisor, declaration.Reduction, batch.Targets) switch
    {
        ({ } given, _, _) => given,
        (_, Gen.CrossEntropy.Reduction.BatchMean, _) => batch.BatchSize,
        (_, not Gen.CrossEntropy.Reduction.Mean, _) => 1,
        (_, _, IndexTargets t) => t.Values.Where(v => v != (declaration.IgnoreIndex ?? -100)).Sum(v => Weights(declaration, batch)[v]),
        _ => batch.Logits.Length / declaration.SampleSize,
    };
}
