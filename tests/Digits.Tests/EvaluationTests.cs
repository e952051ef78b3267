using Digits.Learning;

namespace Digits.Tests;

public class EvaluationTests
{
    [Fact]
    public void Probabilities_AreTheSoftmaxAlsoOfHugeLogits()
    {
        float[] logits = new float[20];
        logits[4] = MathF.Log(11);
        logits[10] = 1000;
        logits[13] = 1000;
        Evaluation evaluation = Evaluation.Of(logits, [4, 1], 0.5);
        Assert.Equal(0.55f, evaluation.Probability(0, 4), 1e-6f);
        Assert.Equal(0.05f, evaluation.Probability(0, 0), 1e-6f);
        Assert.Equal(0.5f, evaluation.Probability(1, 3));
        Assert.Equal(0f, evaluation.Probability(1, 1));
    }

    [Fact]
    public void LargestLogit_IsThePrediction()
    {
        float[] logits = new float[20];
        logits[4] = 1;
        logits[17] = 1;
        Evaluation evaluation = Evaluation.Of(logits, [4, 1], 0.5);
        Assert.Equal([4, 7], evaluation.Predictions);
        Assert.Equal(1, evaluation.Correct);
        Assert.Equal(0.5, evaluation.Accuracy);
        Assert.Equal(1, evaluation.Confusion(1, 7));
    }
}
