using Digits.Images;
using Digits.Learning;
using Gen.CrossEntropy;

namespace Digits;

/// <summary>Everything that one run found out: what the summary and the report are made from.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Device">What the loss ran on.</param>
/// <param name="TrainCount">Number of images learned from.</param>
/// <param name="Test">The images kept back.</param>
/// <param name="Epochs">The results after each pass, in order.</param>
/// <param name="Evaluation">How the trained network reads <paramref name="Test"/>.</param>
/// <param name="TrainTime">Time of all training steps.</param>
/// <param name="LossTime">The part of it inside the loss.</param>
/// <param name="SamplesSeen">Images learned from, each counted once per epoch.</param>
/// <param name="ParameterCount">Number of weights and biases.</param>
internal sealed record RunResult(
    Settings Settings,
    string Device,
    int TrainCount,
    DigitSet Test,
    IReadOnlyList<EpochResult> Epochs,
    Evaluation Evaluation,
    TimeSpan TrainTime,
    TimeSpan LossTime,
    long SamplesSeen,
    int ParameterCount)
{
    /// <summary>Images learned from per second of training.</summary>
    public double Throughput => SamplesSeen / TrainTime.TotalSeconds;

    /// <summary>Share of the training time that the loss takes, forward and backward together.</summary>
    public double LossShare => LossTime / TrainTime;

    /// <summary>Time in the loss per image, in nanoseconds.</summary>
    public double LossNanosecondsPerSample => LossTime.TotalNanoseconds / SamplesSeen;

    /// <summary>Trains and evaluates, with the loss on <paramref name="device"/>. <paramref name="follow"/> is handed the epochs as they come and returns those it took.</summary>
    public static RunResult Of(Settings settings, Device device, Func<IEnumerable<EpochResult>, IReadOnlyList<EpochResult>> follow)
    {
        Random random = new(settings.Seed);
        DigitSet all = DigitSet.Load();
        Split split = Split.Draw(all.Count, settings.TestShare, random);
        DigitSet train = all.Select(split.TrainRows);
        DigitSet test = all.Select(split.TestRows);
        using Trainer<DigitLoss> trainer = new(train, test, settings, device, random);
        IReadOnlyList<EpochResult> epochs = follow(trainer.Train());
        return new RunResult(
            settings, device.Name, train.Count, test, epochs, trainer.Evaluate(), trainer.TrainTime, trainer.LossTime, trainer.SamplesSeen, trainer.Network.Parameters.Length);
    }
}
