using Digits.Learning;
using Gen.CrossEntropy;

namespace Digits.Tests;

public class TrainingTests
{
    private static readonly Settings Short = new() { Epochs = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DefaultOptions_ReadAtLeast97PercentOfTheTestImages(int seed)
    {
        RunResult result = Train(new Settings { Seed = seed });
        Assert.Equal(80, result.Epochs.Count);
        Assert.Equal(1797, result.TrainCount + result.Test.Count);
        Assert.True(result.Evaluation.Accuracy >= 0.97, $"seed {seed}: {result.Evaluation.Accuracy}");
    }

    [Fact]
    public void SameSeed_GivesTheSameNumbers()
    {
        RunResult first = Train(Short);
        RunResult second = Train(Short);
        Assert.Equal(first.Epochs, second.Epochs);
        for (int row = 0; row < first.Test.Count; row++)
        {
            Assert.Equal(first.Evaluation.Probability(row, 0), second.Evaluation.Probability(row, 0));
        }
    }

    [Fact]
    public void OtherSeed_GivesOtherNumbers() =>
        Assert.NotEqual(Train(Short).Epochs, Train(Short with { Seed = 2 }).Epochs);

    [Fact]
    public void Loss_FallsWithEveryEpochAtFirst()
    {
        IReadOnlyList<EpochResult> epochs = Train(Short).Epochs;
        Assert.True(epochs[0].TrainLoss > epochs[1].TrainLoss && epochs[1].TrainLoss > epochs[2].TrainLoss);
    }

    [Fact]
    public void BatchLargerThanTheSet_IsOneStepPerEpoch()
    {
        RunResult result = Train(Short with { Batch = 10_000 });
        Assert.Equal(3 * result.TrainCount, result.SamplesSeen);
        Assert.All(result.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainLoss)));
    }

    [Fact]
    public void LossTime_IsAPartOfTheTrainingTime()
    {
        RunResult result = Train(Short);
        Assert.InRange(result.LossTime, TimeSpan.FromTicks(1), result.TrainTime);
        Assert.InRange(result.LossShare, 0, 1);
    }

    [Fact]
    public void Confusion_CountsEveryTestImageOnce()
    {
        Evaluation evaluation = Train(Short).Evaluation;
        int[] digits = [.. Enumerable.Range(0, 10)];
        Assert.Equal(evaluation.Count, digits.Sum(label => digits.Sum(prediction => evaluation.Confusion(label, prediction))));
        Assert.Equal(evaluation.Correct, digits.Sum(label => evaluation.Confusion(label, label)));
    }

    private static RunResult Train(Settings settings) => RunResult.Of(settings, Device.Cpu, epochs => [.. epochs]);
}
