using Digits.Learning;

namespace Digits.Tests;

public class NetworkGradientTests
{
    private const int Inputs = 5;
    private const int Hidden = 7;
    private const int Classes = 3;
    private const int Rows = 4;
    private static readonly int[] Labels = [0, 2, 1, 2];

    [Fact]
    public void EveryParameter_HasTheGradientOfFiniteDifferences()
    {
        Random random = new(3);
        Network<double> network = new(Inputs, Hidden, Classes, random);
        double[] x = [.. Enumerable.Range(0, Rows * Inputs).Select(_ => random.NextDouble())];
        double[] logits = new double[Rows * Classes];
        // Away from zero, where biases start, so that their gradients are tried at a general point.
        foreach (ref double parameter in network.Parameters)
        {
            parameter += 0.1 * (random.NextDouble() - 0.5);
        }

        network.Forward(x, logits);
        TinyLoss.ForwardBackward(logits, Labels, logits, 1);
        network.Backward(x, logits);

        const double step = 1e-5;
        for (int i = 0; i < network.Parameters.Length; i++)
        {
            double difference = (LossWith(network, x, i, step) - LossWith(network, x, i, -step)) / (2 * step);
            Assert.True(Math.Abs(difference - network.Gradient[i]) < 1e-8, $"parameter {i}: {network.Gradient[i]}, by differences {difference}");
        }
    }

    [Fact]
    public void Gradient_IsNotZeroEverywhere()
    {
        Network<double> network = new(Inputs, Hidden, Classes, new Random(3));
        double[] x = [.. Enumerable.Range(0, Rows * Inputs).Select(i => 1.0 / (i + 1))];
        double[] logits = new double[Rows * Classes];
        network.Forward(x, logits);
        TinyLoss.ForwardBackward(logits, Labels, logits, 1);
        network.Backward(x, logits);
        Assert.True(network.Gradient.ToArray().Count(value => value != 0) > network.Gradient.Length / 2);
    }

    [Fact]
    public void Gradient_DoesNotRememberTheBatchBefore()
    {
        Network<double> network = new(Inputs, Hidden, Classes, new Random(3));
        double[] x = [.. Enumerable.Range(0, Rows * Inputs).Select(i => 1.0 / (i + 1))];
        double[] logitsGradient = [.. Enumerable.Range(0, Rows * Classes).Select(i => i - 5.5)];
        double[] logits = new double[Rows * Classes];
        network.Forward(x, logits);
        network.Backward(x, logitsGradient);
        double[] first = network.Gradient.ToArray();
        network.Backward(x, logitsGradient);
        Assert.Equal(first, network.Gradient.ToArray());
    }

    private static double LossWith(Network<double> network, double[] x, int parameter, double step)
    {
        double kept = network.Parameters[parameter];
        double[] logits = new double[Rows * Classes];
        network.Parameters[parameter] = kept + step;
        network.Forward(x, logits);
        network.Parameters[parameter] = kept;
        return TinyLoss.Forward(logits, Labels);
    }
}
