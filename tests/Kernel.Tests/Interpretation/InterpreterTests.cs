using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>The interpreter is what kernels are compared with; here it is compared with formulas that were written down apart from the generator.</summary>
public sealed class InterpreterTests
{
    [Theory]
    [InlineData(1, 7, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 2, 5)]
    [InlineData(10, 30, 1)]
    [InlineData(67, 2, 4)]
    [InlineData(1025, 3, 1)]
    public void Interpreter_AgreesWithTheReference(int classCount, int samples, int positions)
    {
        List<string> failures = [];
        foreach (Declaration declaration in OptionMatrix.All(classCount, CrossEntropy.DType.Float64))
        {
            Batch plain = Batches.Of(declaration, samples, positions);
            foreach (Batch batch in declaration.IsUnreduced ? [plain] : new[] { plain, plain with { Divisor = 12.5, Upstream = null } })
            {
                (Number[] losses, Number[] gradient) = InterpretedLoss.Compute(declaration, batch);
                LossResult reference = ReferenceLoss.Compute(declaration, batch);

                // The reference adds its classes one after the other: equal terms round to the same side.
                double slack = 1 + (Math.Sqrt(classCount) / 8);
                string? difference = Comparison.Differences("loss", CrossEntropy.DType.Float64, losses, reference.Losses, slack)
                    ?? Comparison.Differences("gradient", CrossEntropy.DType.Float64, gradient, reference.Gradient, slack);
                if (difference is not null)
                {
                    failures.Add($"{declaration}: {difference}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void PassesOfALoss_ComputeTheSame()
    {
        foreach (Declaration declaration in OptionMatrix.All(6, CrossEntropy.DType.Float64))
        {
            LossSpec spec = Specs.Of(declaration);
            bool indices = declaration.Target == CrossEntropy.TargetKind.ClassIndices;
            SampleInputs sample = new([0.5, -1, 2, 2, -3, 0], Batches.Weights(6), indices ? 2 : -1, indices ? [] : [0.5, 0.25, 0, 0.25, 0, -0.125], 1.5);
            SampleResult both = Run(Pass.ForwardBackward), forward = Run(Pass.Forward), backward = Run(Pass.Backward);
            Assert.Equal(both.Stored, forward.Stored);
            Assert.Equal(both.Mapped, backward.Mapped);
            Assert.Empty(forward.Mapped);
            Assert.Empty(backward.Stored);

            SampleResult Run(Pass pass) => RowProgramInterpreter.Run(RowPrograms.Build(spec, pass), sample);
        }
    }

    [Fact]
    public void Error_OfASumOfMany_IsSmall()
    {
        // 1 - the sum of a thousand thousandths: what is left is rounding, and the analysis says of which size.
        Number sum = Number.Sum(Enumerable.Repeat(Number.Rounded(0.001), 1000));
        Assert.InRange(Math.Abs(1 - sum.Value), 0, sum.Error * Math.Pow(2, -53));
        Assert.InRange(sum.Error, 1, 20);
    }
}
