using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Support;

/// <summary>A batch of ten classes on a device, with outputs that hold a canary until written, and what cross entropy gives for it in double precision.</summary>
internal sealed class Batch<TTarget> : IDisposable
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    public const float Canary = 776;
    public const int IgnoreIndex = 7;

    private readonly int positions;

    public Batch(Device device, int samples, int positions = 1)
    {
        this.positions = positions;
        int rows = samples * positions;
        Random random = new(samples);
        X = [.. Enumerable.Range(0, rows * TenClasses.C).Select(_ => (float)((random.NextDouble() * 8) - 4))];
        T = [.. Enumerable.Range(0, rows).Select(_ => TTarget.CreateChecked(random.Next(TenClasses.C)))];
        W = [.. Enumerable.Range(0, TenClasses.C).Select(c => 0.5f + (0.25f * c))];
        nint[] shape = positions == 1 ? [samples, TenClasses.C] : [samples, TenClasses.C, positions];
        nint[] perSample = positions == 1 ? [samples] : [samples, positions];
        Input = device.Allocate<float>(shape);
        Targets = device.Allocate<TTarget>(perSample);
        Weights = device.Allocate<float>(TenClasses.C);
        Upstream = device.Allocate<float>(perSample);
        Losses = device.Allocate<float>(perSample);
        LogSumExps = device.Allocate<float>(perSample);
        Gradient = device.Allocate<float>(shape);
        Input.CopyFrom(X);
        Targets.CopyFrom(T);
        Weights.CopyFrom(W);
        Upstream.CopyFrom(U = [.. Enumerable.Range(0, rows).Select(i => 1f + (i % 3))]);
        Losses.CopyFrom(Enumerable.Repeat(Canary, rows).ToArray());
        LogSumExps.CopyFrom(Enumerable.Repeat(Canary, rows).ToArray());
        Gradient.CopyFrom(Enumerable.Repeat(Canary, X.Length).ToArray());
    }

    public float[] X { get; }

    public TTarget[] T { get; }

    public float[] W { get; }

    public float[] U { get; }

    public TensorBuffer<float> Input { get; }

    public TensorBuffer<TTarget> Targets { get; }

    public TensorBuffer<float> Weights { get; }

    public TensorBuffer<float> Upstream { get; }

    public TensorBuffer<float> Losses { get; }

    public TensorBuffer<float> LogSumExps { get; }

    public TensorBuffer<float> Gradient { get; }

    public bool NothingWritten => Read(Losses).Concat(Read(LogSumExps)).Concat(Read(Gradient)).All(v => v == Canary);

    public static float[] Read(TensorBuffer<float> buffer)
    {
        float[] elements = new float[buffer.Length];
        buffer.CopyTo(elements);
        return elements;
    }

    /// <summary>A call with everything that the pass and the reduction have.</summary>
    public LossCall<float, float, TTarget> Call(LossPass pass, Reduction reduction, bool weighted = false, LossOutputs outputs = LossOutputs.None, bool hasDeviceKernels = true)
    {
        LossCall<float, float, TTarget> call = new()
        {
            Pass = pass,
            ClassCount = TenClasses.C,
            Reduction = reduction,
            Outputs = outputs,
            IgnoreIndex = IgnoreIndex,
            Weighted = weighted,
            BlockRows = 64,
            Upstream = 0.5f,
            HasDeviceKernels = hasDeviceKernels,
        };
        bool hasGradient = pass != LossPass.Forward;
        bool hasLoss = pass != LossPass.Backward;
        call.Bind(
            Input,
            Targets,
            weighted ? Weights : null,
            hasGradient && reduction == Reduction.None ? Upstream : null,
            hasLoss && (reduction == Reduction.None || (outputs & LossOutputs.Losses) != 0) ? Losses : null,
            hasGradient ? Gradient : null,
            hasLoss && (outputs & LossOutputs.LogSumExp) != 0 ? LogSumExps : null);
        return call;
    }

    /// <summary>Σ w[t]·l, the losses, and the gradients of the losses, in double precision.</summary>
    public (double Divisor, double[] Losses, double[] Gradient) Expected(bool weighted)
    {
        double[] losses = new double[T.Length];
        double[] gradient = new double[X.Length];
        double divisor = 0;
        for (int row = 0; row < T.Length; row++)
        {
            int t = int.CreateChecked(T[row]);
            if (t == IgnoreIndex)
            {
                continue;
            }

            double weight = weighted ? W[t] : 1;
            int first = (row / positions * TenClasses.C * positions) + (row % positions);
            double[] x = [.. Enumerable.Range(0, TenClasses.C).Select(c => (double)X[first + (c * positions)])];
            double lse = Math.Log(x.Sum(Math.Exp));
            losses[row] = weight * (lse - x[t]);
            divisor += weight;
            for (int c = 0; c < TenClasses.C; c++)
            {
                gradient[first + (c * positions)] = weight * (Math.Exp(x[c] - lse) - (c == t ? 1 : 0));
            }
        }

        return (divisor, losses, gradient);
    }

    public void Dispose()
    {
        Input.Dispose();
        Targets.Dispose();
        Weights.Dispose();
        Upstream.Dispose();
        Losses.Dispose();
        LogSumExps.Dispose();
        Gradient.Dispose();
    }
}
