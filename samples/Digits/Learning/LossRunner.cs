using Gen.CrossEntropy;

namespace Digits.Learning;

/// <summary>Calls a loss on values that are in the host's memory, wherever it runs.</summary>
/// <typeparam name="TLoss">The generated class.</typeparam>
internal abstract class LossRunner<TLoss> : IDisposable
    where TLoss : IReducedLoss<float, float, int>
{
    /// <summary>For a device; it must outlive what it gives.</summary>
    public static LossRunner<TLoss> On(Device device) => device.Kind == DeviceKind.Cpu ? new HostLoss<TLoss>() : new DeviceLoss<TLoss>(device);

    /// <summary>The loss of logits [N, C] for labels [N].</summary>
    public abstract float Forward(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels);

    /// <summary>The loss; its gradient takes the place of the logits.</summary>
    public abstract float ForwardBackward(Span<float> logits, ReadOnlySpan<int> labels);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>On the CPU: in the values' own memory.</summary>
internal sealed class HostLoss<TLoss> : LossRunner<TLoss>
    where TLoss : IReducedLoss<float, float, int>
{
    public override float Forward(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels) => TLoss.Forward(logits, labels);

    public override float ForwardBackward(Span<float> logits, ReadOnlySpan<int> labels) => TLoss.ForwardBackward(logits, labels, logits, upstream: 1);

    public override void Dispose()
    {
    }
}

/// <summary>On any device: in buffers, one pair for each number of samples, of which a training has few: the batch, what is left of an epoch, the test images.</summary>
internal sealed class DeviceLoss<TLoss>(Device device) : LossRunner<TLoss>
    where TLoss : IReducedLoss<float, float, int>
{
    private readonly Dictionary<int, (TensorBuffer<float> Logits, TensorBuffer<int> Labels)> _buffers = [];

    public override float Forward(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        (TensorBuffer<float> x, TensorBuffer<int> t) = Fill(logits, labels);
        return TLoss.Forward(x, t);
    }

    public override float ForwardBackward(Span<float> logits, ReadOnlySpan<int> labels)
    {
        (TensorBuffer<float> x, TensorBuffer<int> t) = Fill(logits, labels);
        float loss = TLoss.ForwardBackward(x, t, x, upstream: 1);
        x.CopyTo(logits);
        return loss;
    }

    public override void Dispose()
    {
        foreach ((TensorBuffer<float> logits, TensorBuffer<int> labels) in _buffers.Values)
        {
            logits.Dispose();
            labels.Dispose();
        }

        _buffers.Clear();
    }

    private (TensorBuffer<float> Logits, TensorBuffer<int> Labels) Fill(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        if (!_buffers.TryGetValue(labels.Length, out (TensorBuffer<float> Logits, TensorBuffer<int> Labels) buffers))
        {
            buffers = (device.Allocate<float>(labels.Length, TLoss.ClassCount), device.Allocate<int>(labels.Length));
            _buffers.Add(labels.Length, buffers);
        }

        buffers.Logits.CopyFrom(logits);
        buffers.Labels.CopyFrom(labels);
        return buffers;
    }
}
