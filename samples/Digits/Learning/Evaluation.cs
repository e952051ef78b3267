using Digits.Images;

namespace Digits.Learning;

/// <summary>How a network read a set of images.</summary>
internal sealed class Evaluation
{
    private readonly float[] _probabilities;
    private readonly int[] _predictions;
    private readonly int[,] _confusion;

    private Evaluation(float[] probabilities, int[] predictions, int[,] confusion, int correct, double loss)
    {
        _probabilities = probabilities;
        _predictions = predictions;
        _confusion = confusion;
        Correct = correct;
        Loss = loss;
    }

    /// <summary>Number of images.</summary>
    public int Count => _predictions.Length;

    /// <summary>Number of images read correctly.</summary>
    public int Correct { get; }

    /// <summary>Share of images read correctly.</summary>
    public double Accuracy => Correct / (double)Count;

    /// <summary>Mean loss.</summary>
    public double Loss { get; }

    /// <summary>The class with the largest logit, per image.</summary>
    public IReadOnlyList<int> Predictions => _predictions;

    /// <summary>Number of images that show <paramref name="label"/> and were read as <paramref name="prediction"/>.</summary>
    public int Confusion(int label, int prediction) => _confusion[label, prediction];

    /// <summary>The network's probability, 0 to 1, that image <paramref name="row"/> shows <paramref name="label"/>.</summary>
    public float Probability(int row, int label) => _probabilities[(row * DigitSet.ClassCount) + label];

    /// <summary>Judges logits [N, 10] against labels [N], with their mean loss.</summary>
    public static Evaluation Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, double loss)
    {
        float[] probabilities = new float[logits.Length];
        int[] predictions = new int[labels.Length];
        int[,] confusion = new int[DigitSet.ClassCount, DigitSet.ClassCount];
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> x = logits.Slice(row * DigitSet.ClassCount, DigitSet.ClassCount);
            int prediction = IndexOfLargest(x);
            Softmax(x, x[prediction], probabilities.AsSpan(row * DigitSet.ClassCount, DigitSet.ClassCount));
            predictions[row] = prediction;
            confusion[labels[row], prediction]++;
            correct += prediction == labels[row] ? 1 : 0;
        }

        return new Evaluation(probabilities, predictions, confusion, correct, loss);
    }

    private static int IndexOfLargest(ReadOnlySpan<float> x)
    {
        int largest = 0;
        for (int c = 1; c < x.Length; c++)
        {
            largest = x[c] > x[largest] ? c : largest;
        }

        return largest;
    }

    // p[c] = exp(x[c] - m) / Σ exp(x - m): the largest logit is taken off first so that nothing overflows.
    private static void Softmax(ReadOnlySpan<float> x, float largest, Span<float> p)
    {
        float sum = 0;
        for (int c = 0; c < x.Length; c++)
        {
            p[c] = MathF.Exp(x[c] - largest);
            sum += p[c];
        }

        foreach (ref float value in p)
        {
            value /= sum;
        }
    }
}
