using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Peers.Cases;
using Peers.Measuring;

namespace Peers.Primitives;

/// <summary>
/// Cross-entropy composed from the calls of <see cref="TensorPrimitives"/>, the mean over class indices of [N, C]: the maximum of a row, subtract, exp, sum, multiply,
/// in the gradient's own memory where there is one.
/// Two compositions: row by row, and with one call of exp for as many short rows as fit in the nearest cache; the faster of the two is what is measured.
/// </summary>
internal sealed class PrimitivesPeer
{
    /// <summary>The numbers that one exp works on where rows are short: 16 KB.</summary>
    private const int GroupSize = 4096;

    private readonly Inputs<float> inputs;
    private readonly int classes;
    private readonly float[] scratch;

    /// <summary>Where there is such a composition.</summary>
    public static PrimitivesPeer? For(Case workload, Inputs inputs) =>
        workload is { Option: "", Extents.Length: 0, Loss: { IsElementwise: false } } && inputs is Inputs<float> single ? new(single, workload.Loss.ClassCount) : null;

    private PrimitivesPeer(Inputs<float> inputs, int classes)
    {
        this.inputs = inputs;
        this.classes = classes;
        scratch = new float[Math.Max(classes, GroupSize)];
    }

    /// <summary>The loss, by the composition for short rows.</summary>
    public double Loss(Pass pass) => Run(pass, GroupRows(), 1);

    /// <summary>The faster composition for this pass.</summary>
    public Contender Contender(Pass pass)
    {
        int rows = new[] { 1, GroupRows() }.Distinct().MinBy(candidate => Trial(pass, candidate));
        return new("primitives", calls => Time(pass, rows, calls));
    }

    private int GroupRows() => Math.Clamp(GroupSize / classes, 1, (int)(inputs.Targets!.Length));

    private double Trial(Pass pass, int rows)
    {
        // Until its methods are compiled for good.
        long start = Stopwatch.GetTimestamp();
        double best = double.PositiveInfinity;
        for (int i = 0; i < 5 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 200; i++)
        {
            best = Math.Min(best, Time(pass, rows, 1));
        }

        return best;
    }

    private double Time(Pass pass, int rows, long calls)
    {
        long start = Stopwatch.GetTimestamp();
        Run(pass, rows, calls);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private double Run(Pass pass, int rows, long calls)
    {
        double loss = 0;
        for (long i = 0; i < calls; i++)
        {
            loss = Call(pass, rows);
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Call(Pass pass, int rows)
    {
        ReadOnlySpan<float> logits = inputs.Logits.Span;
        ReadOnlySpan<long> targets = inputs.Targets!.Span;
        Span<float> gradient = inputs.Gradient.Span;
        bool backward = pass == Pass.ForwardBackward;
        float scale = 1f / targets.Length;
        double loss = 0;
        for (int first = 0; first < targets.Length; first += rows)
        {
            int count = Math.Min(rows, targets.Length - first);
            Span<float> group = backward ? gradient.Slice(first * classes, count * classes) : scratch.AsSpan(0, count * classes);
            for (int r = 0; r < count; r++)
            {
                ReadOnlySpan<float> row = logits.Slice((first + r) * classes, classes);
                float max = TensorPrimitives.Max(row);
                TensorPrimitives.Subtract(row, max, group.Slice(r * classes, classes));
                loss += max - row[(int)targets[first + r]];
            }

            TensorPrimitives.Exp(group, group);
            for (int r = 0; r < count; r++)
            {
                Span<float> row = group.Slice(r * classes, classes);
                float sum = TensorPrimitives.Sum(row);
                loss += MathF.Log(sum);
                if (backward)
                {
                    TensorPrimitives.Multiply(row, scale / sum, row);
                    row[(int)targets[first + r]] -= scale;
                }
            }
        }

        return loss * scale;
    }
}
