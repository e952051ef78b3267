using System.Text;
using Digits.Images;
using Digits.Learning;

namespace Digits.Report;

/// <summary>Shows images that the network found hard, each as a picture with what it is, what was read and how surely.</summary>
internal static class DigitGallery
{
    private const int MostMisread = 24;
    private const int MostUncertain = 6;

    /// <summary>The misread images, the surest mistakes first.</summary>
    public static string Misread(DigitSet test, Evaluation evaluation) => Cards(
        test,
        evaluation,
        Enumerable.Range(0, test.Count)
            .Where(row => evaluation.Predictions[row] != test.Labels[row])
            .OrderByDescending(row => Certainty(evaluation, row))
            .Take(MostMisread));

    /// <summary>The images read correctly with the least certainty, the least certain first.</summary>
    public static string Uncertain(DigitSet test, Evaluation evaluation) => Cards(
        test,
        evaluation,
        Enumerable.Range(0, test.Count)
            .Where(row => evaluation.Predictions[row] == test.Labels[row])
            .OrderBy(row => Certainty(evaluation, row))
            .Take(MostUncertain));

    private static float Certainty(Evaluation evaluation, int row) => evaluation.Probability(row, evaluation.Predictions[row]);

    private static string Cards(DigitSet test, Evaluation evaluation, IEnumerable<int> rows)
    {
        StringBuilder html = new("""<div class="gallery">""");
        foreach (int row in rows)
        {
            int label = test.Labels[row];
            int prediction = evaluation.Predictions[row];
            html.Append("\n<figure>").Append(DigitPicture.Draw(test.Image(row), label)).Append("<figcaption>");
            html.Append($"<span>shows <b>{label}</b> <em>{Probability(row, label)}</em></span>");
            if (prediction != label)
            {
                html.Append($"""<span class="miss-text">read as <b>{prediction}</b> <em>{Probability(row, prediction)}</em></span>""");
            }
            else
            {
                int second = Enumerable.Range(0, DigitSet.ClassCount).Where(other => other != label).MaxBy(other => evaluation.Probability(row, other));
                html.Append($"<span>nearly <b>{second}</b> <em>{Probability(row, second)}</em></span>");
            }

            html.Append("</figcaption></figure>");
        }

        return html.Append("\n</div>").ToString();

        string Probability(int row, int label) => Numbers.RoundPercent(evaluation.Probability(row, label));
    }
}
