using System.Diagnostics;
using Digits.Images;
using Gen.CrossEntropy;

namespace Digits.Learning;

/// <summary>Trains a network by minibatches, on the CPU but for its loss, which may run elsewhere. Written once for any declared loss that gives a mean or a sum over float logits and int targets.</summary>
/// <typeparam name="TLoss">The generated class; its static members are bound at compile time.</typeparam>
internal sealed class Trainer<TLoss> : IDisposable
    where TLoss : IReducedLoss<float, float, int>
{
    private const float WeightDecay = 0.01f;
    private const double LastLearningRateShare = 0.01;

    private readonly Settings _settings;
    private readonly DigitSet _train;
    private readonly DigitSet _test;
    private readonly Random _random;
    private readonly AdamW _optimizer;
    private readonly LossRunner<TLoss> _loss;
    private readonly int[] _order;
    private long _trainTicks;
    private long _lossTicks;

    // One batch: pixels [B, 64], labels [B], and logits [B, 10] whose memory the loss overwrites with their gradient.
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly float[] _logits;

    /// <summary>Prepares a network whose loss runs on <paramref name="device"/>; the seed's generator goes on to draw its weights and the order of the images.</summary>
    public Trainer(DigitSet train, DigitSet test, Settings settings, Device device, Random random)
    {
        _settings = settings;
        _train = train;
        _test = test;
        _random = random;
        Network = new Network<float>(DigitSet.PixelCount, settings.Hidden, TLoss.ClassCount, random);
        _optimizer = new AdamW(Network.Parameters.Length, WeightDecay);
        _order = [.. Enumerable.Range(0, train.Count)];
        int batch = Math.Min(settings.Batch, train.Count);
        _pixels = new float[batch * DigitSet.PixelCount];
        _labels = new int[batch];
        _logits = new float[batch * TLoss.ClassCount];

        // The first call translates the kernels to machine code, which takes longer than a thousand calls: not what the loss's share of the time is about.
        _loss = LossRunner<TLoss>.On(device);
        _loss.ForwardBackward(_logits, _labels);
    }

    /// <summary>The network that learns.</summary>
    public Network<float> Network { get; }

    /// <summary>Time of all training steps so far, without evaluations.</summary>
    public TimeSpan TrainTime => Stopwatch.GetElapsedTime(0, _trainTicks);

    /// <summary>The part of <see cref="TrainTime"/> that went by inside the loss, forward and backward together.</summary>
    public TimeSpan LossTime => Stopwatch.GetElapsedTime(0, _lossTicks);

    /// <summary>Images learned from so far, each counted once per epoch.</summary>
    public long SamplesSeen { get; private set; }

    /// <summary>Trains epoch by epoch; the caller decides, by going on or not, whether there is a next one.</summary>
    public IEnumerable<EpochResult> Train()
    {
        for (int epoch = 1; epoch <= _settings.Epochs; epoch++)
        {
            double trainLoss = TrainOneEpoch(LearningRate(epoch));
            Evaluation evaluation = Evaluate();
            yield return new EpochResult(epoch, trainLoss, evaluation.Loss, evaluation.Accuracy);
        }
    }

    /// <summary>Reads all test images with the network as it is now.</summary>
    public Evaluation Evaluate()
    {
        float[] logits = new float[_test.Count * TLoss.ClassCount];
        Network.Forward(_test.Pixels, logits);
        return Evaluation.Of(logits, _test.Labels, _loss.Forward(logits, _test.Labels));
    }

    /// <inheritdoc/>
    public void Dispose() => _loss.Dispose();

    private double TrainOneEpoch(double learningRate)
    {
        long start = Stopwatch.GetTimestamp();
        _random.Shuffle(_order);
        double weightedLoss = 0;
        for (int first = 0; first < _order.Length; first += _settings.Batch)
        {
            ReadOnlySpan<int> rows = _order.AsSpan(first, Math.Min(_settings.Batch, _order.Length - first));
            weightedLoss += rows.Length * (double)Step(rows, (float)learningRate);
        }

        SamplesSeen += _order.Length;
        _trainTicks += Stopwatch.GetTimestamp() - start;
        return weightedLoss / _order.Length;
    }

    // Forward, loss and its gradient in one call, backward, one move of the parameters. Returns the batch's loss.
    private float Step(ReadOnlySpan<int> rows, float learningRate)
    {
        Span<float> pixels = _pixels.AsSpan(0, rows.Length * DigitSet.PixelCount);
        Span<int> labels = _labels.AsSpan(0, rows.Length);
        Span<float> logits = _logits.AsSpan(0, rows.Length * TLoss.ClassCount);
        _train.CopyRows(rows, pixels, labels);
        Network.Forward(pixels, logits);

        long start = Stopwatch.GetTimestamp();
        float loss = _loss.ForwardBackward(logits, labels);
        _lossTicks += Stopwatch.GetTimestamp() - start;

        Network.Backward(pixels, logits);
        _optimizer.Step(Network.Parameters, Network.Gradient, learningRate);
        return loss;
    }

    // Half a cosine from the first rate to a hundredth of it.
    private double LearningRate(int epoch)
    {
        double progress = (epoch - 1) / (double)_settings.Epochs;
        double share = LastLearningRateShare + ((1 - LastLearningRateShare) * (1 + Math.Cos(Math.PI * progress)) / 2);
        return _settings.LearningRate * share;
    }
}
