using System.Diagnostics;
using System.Globalization;
using Gen.CrossEntropy;

namespace Vocabulary;

/// <summary>The part of a training that this sample has: the loss and its gradient, which takes the place of the logits, step after step on one device.</summary>
/// <typeparam name="TLoss">The generated class.</typeparam>
internal static class Training<TLoss>
    where TLoss : IReducedLoss<BFloat16, float, int>
{
    /// <summary>Runs the steps and prints them. Returns whether the results are right.</summary>
    public static bool Run(TokenBatch batch, Device device, int steps)
    {
        int[] targets = batch.Targets;
        using TensorBuffer<BFloat16> x = device.Allocate<BFloat16>(targets.Length, batch.Classes);
        using TensorBuffer<int> t = device.Allocate<int>(targets.Length);
        t.CopyFrom(targets);
        List<float> losses = [];
        List<double> times = [];
        for (int step = 1; step <= steps; step++)
        {
            // A model would leave its logits there. Reading anything back waits until they have arrived.
            x.CopyFrom(batch.Logits.Span);
            t.CopyTo(targets);

            long start = Stopwatch.GetTimestamp();
            float loss = TLoss.ForwardBackward(x, t, x, upstream: 1);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            losses.Add(loss);
            times.Add(seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"step {step,3}  loss {loss:F5}  {seconds * 1e3,10:F3} ms  {batch.BytesOfStep / seconds / 1e9,8:F1} GB/s{(step == 1 ? "  (compiles the kernels)" : "")}"));
        }

        if (steps > 1)
        {
            double[] warm = [.. times.Skip(1).Order()];
            double median = (warm[warm.Length / 2] + warm[(warm.Length - 1) / 2]) / 2;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"median    {median * 1e3,24:F3} ms  {batch.BytesOfStep / median / 1e9,8:F1} GB/s, of {batch.BytesOfStep / 1e9:F3} GB: logits read, gradient written"));
        }

        BFloat16[] gradient = new BFloat16[x.Length];
        x.CopyTo(gradient);
        Console.WriteLine();
        return Agreement<TLoss>.Check(batch, device, losses, gradient);
    }
}
