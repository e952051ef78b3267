using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Tests.Algorithm;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class OperationCountTests
{
    // x - m and the sum; the gradient's own multiplication.
    [Fact]
    public void Plain_IsOneExponential_TwoAdditions_OneMaximum_OneMultiplication() =>
        Assert.Equal("1 exp, 2 add, 1 max, 1 multiply", OperationCount.PerClass(RowPrograms.Build(Specs.Of(10), Pass.ForwardBackward)));

    [Fact]
    public void Forward_MultipliesNothing() =>
        Assert.Equal("1 exp, 2 add, 1 max", OperationCount.PerClass(RowPrograms.Build(Specs.Of(10), Pass.Forward)));

    [Fact]
    public void Smoothing_AddsItsSumAndItsPartOfTheGradient() =>
        Assert.Equal("1 exp, 5 add, 1 max, 1 multiply", OperationCount.PerClass(RowPrograms.Build(Specs.Of(10).Smoothed(0.1), Pass.ForwardBackward)));

    [Fact]
    public void Probabilities_AddTheirMassTheirSumAndTheirPartOfTheGradient() =>
        Assert.Equal("1 exp, 6 add, 1 max, 3 multiply", OperationCount.PerClass(RowPrograms.Build(Specs.Of(10).Probabilities(), Pass.ForwardBackward)));

    [Fact]
    public void EveryOperation_IsCounted()
    {
        Expr x = new Input(LossInput.Prediction);
        RowProgram program = new([new Map(MapOutput.Gradient, new Max(new Exp(x) / 2, new Neg(x) + new Exp(x)))]);

        Assert.Equal("1 exp, 1 add, 1 divide, 1 max", OperationCount.PerClass(program));
    }

    [Fact]
    public void DifferentExponentials_CountEach()
    {
        Expr x = new Input(LossInput.Prediction);
        RowProgram program = new([new Reduce("s", ReduceOp.Sum, new Exp(x) + new Exp(2 * x))]);

        Assert.Equal("2 exp, 2 add, 1 multiply", OperationCount.PerClass(program));
    }
}
