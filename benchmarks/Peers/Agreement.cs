using Gen.CrossEntropy;
using Peers.Cases;
using Peers.Primitives;
using Peers.Torch;

namespace Peers;

/// <summary>Nothing is timed that gives another result.</summary>
internal static class Agreement
{
    /// <summary>Compares loss and some elements of the gradient with PyTorch's, and the loss of the composition with both.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than their types explain. The message names the row.</exception>
    public static void Check(Case workload, Inputs inputs, TorchPeer? torch, PrimitivesPeer? primitives)
    {
        double loss = workload.Loss.Run(inputs, workload, Pass.ForwardBackward, 1);
        double tolerance = workload.Loss.DType switch { DType.Float64 => 1e-9, DType.Float32 => 1e-4, _ => 0.02 };
        Compare(workload, "the loss of both passes", loss, workload.Loss.Run(inputs, workload, Pass.Forward, 1), tolerance, 0);
        if (torch is not null)
        {
            long[] at = [.. Enumerable.Range(0, 16).Select(i => i * (workload.Elements - 1) / 15)];
            (double expected, double[] gradient) = torch.Answer(at);
            Compare(workload, "the loss", loss, expected, tolerance, 0);
            double size = gradient.Max(Math.Abs);
            for (int i = 0; i < at.Length; i++)
            {
                Compare(workload, $"element {at[i]} of the gradient", inputs.GradientAt((nint)at[i]), gradient[i], 10 * tolerance, tolerance * size);
            }
        }

        if (primitives is not null)
        {
            foreach (Pass pass in Enum.GetValues<Pass>())
            {
                Compare(workload, "the loss of the composition", primitives.Loss(pass), loss, tolerance, 0);
            }
        }
    }

    private static void Compare(Case workload, string what, double ours, double expected, double relative, double absolute)
    {
        if (!(Math.Abs(ours - expected) <= (relative * Math.Abs(expected)) + absolute))
        {
            throw new InvalidOperationException($"{workload}: {what} is {ours:R}, expected {expected:R}.");
        }
    }
}
