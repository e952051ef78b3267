using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>A whole batch through the interpreter: layouts, ignored samples, divisor and reduction around <see cref="RowProgramInterpreter"/>.</summary>
internal static class InterpretedLoss
{
    /// <summary>The losses (one number for the reductions sum and mean) and the gradient of a batch, each with the error that a kernel may have.</summary>
    public static (Number[] Losses, Number[] Gradient) Compute(Declaration declaration, Batch batch)
    {
        LossSpec spec = Specs.Of(declaration);
        RowProgram program = RowPrograms.Build(spec, Pass.ForwardBackward);
        int classes = declaration.ClassCount, positions = batch.Positions, samples = batch.Logits.Length / classes;
        double[] weights = [.. batch.ClassWeights ?? declaration.ClassWeights ?? Enumerable.Repeat(1.0, classes)];
        double divisor = Divisor(declaration, batch, weights, samples);

        Number[] losses = new Number[samples];
        Number[] gradient = new Number[batch.Logits.Length];
        for (int i = 0; i < samples; i++)
        {
            int first = (i / positions * classes * positions) + (i % positions);
            int target = -1;
            if (batch.Targets is IndexTargets indices)
            {
                if (indices.Values[i] == spec.IgnoreIndex)
                {
                    continue;
                }

                target = (int)indices.Values[i];
            }

            double upstream = batch.Upstream is not { } u ? 1 : declaration.IsUnreduced ? u[i] : u[0];
            SampleInputs sample = new(
                Classes(batch.Logits), weights, target, batch.Targets is ProbabilityTargets q ? Classes(q.Values) : [], divisor == 0 ? double.NaN : upstream / divisor);
            (losses[i], Number[] dx) = RowProgramInterpreter.Run(program, sample);
            for (int c = 0; c < classes; c++)
            {
                gradient[first + (c * positions)] = dx[c];
            }

            double[] Classes(double[] array) => [.. Enumerable.Range(0, classes).Select(c => array[first + (c * positions)])];
        }

        return (declaration.IsUnreduced ? losses : [Reduce(losses, divisor, declaration.DType == CrossEntropy.DType.Float64 ? 1 : Math.Pow(2, -29))], gradient);
    }

    // Losses are added in double precision, whatever they are computed in; the quotient is rounded once.
    private static Number Reduce(Number[] losses, double divisor, double rounding) =>
        divisor == 0 ? Number.Exact(double.NaN) : Number.Sum(losses, rounding) / Number.Exact(divisor);

    private static double Divisor(Declaration declaration, Batch batch, double[] weights, int samples) => (batch.Divisor, declaration.Reduction, batch.Targets) switch
    {
        (double given, _, _) => given,
        (_, not Gen.CrossEntropy.Reduction.Mean, _) => 1,
        (_, _, IndexTargets t) => t.Values.Where(v => v != (declaration.IgnoreIndex ?? -100)).Sum(v => weights[v]),
        _ => samples,
    };
}
