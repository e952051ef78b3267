using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Gen.CrossEntropy;

namespace Digits.Report;

/// <summary>The report of a run: one HTML file that fetches nothing, readable in light and dark and on paper.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    public static string Render(RunResult result, GeneratedCode code)
    {
        string machine = CpuDevice.Instance.VectorWidth.ToString();
        StringBuilder page = new();
        page.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Digits: {Numbers.Percent(result.Evaluation.Accuracy)} read correctly</title>
            <style>
            {GeneratedCode.ReadResource("report.css")}</style>
            </head>
            <body>
            <header>
            <p class="eyebrow">Gen.CrossEntropy sample</p>
            <h1>A network learns to read digits</h1>
            <p class="lead">{Numbers.Whole(result.TrainCount)} handwritten digits to learn from, {Numbers.Whole(result.Test.Count)} others to be judged by,
            and a loss that was compiled from two lines of C#.</p>
            </header>
            <main>

            """);
        page.Append(Tiles(result)).Append(Curves(result));
        page.Append($"""
            <section class="reading">
            <div><h2>What was read as what</h2>
            <p>Each row is a digit as it was meant, each column a digit as it was read: {result.Evaluation.Correct} of {result.Evaluation.Count} test images lie on the diagonal.</p>
            {ConfusionMap.Draw(result.Evaluation)}
            </div>
            <div><h2>Misread</h2>
            {Misread(result)}
            <h3>Read correctly, with the least certainty</h3>
            {DigitGallery.Uncertain(result.Test, result.Evaluation)}
            </div>
            </section>
            <section><h2>The loss and its code</h2>
            <p>This machine ran the {machine} kernels. Every step of them is printed from the same expression as the formula above it.</p>
            {CodeSection.Draw(code, machine)}
            </section>
            </main>

            """);
        return page.Append(Footer(result)).Append("</body>\n</html>\n").ToString();
    }

    private static string Tiles(RunResult result)
    {
        return $"""
            <section class="tiles">
            {Tile(Numbers.Percent(result.Evaluation.Accuracy), "of the test images read correctly", "main")}
            {Tile(Numbers.Whole(result.Evaluation.Count - result.Evaluation.Correct), $"misread of {result.Evaluation.Count}")}
            {Tile(Numbers.Whole(result.Throughput), "samples per second")}
            {Tile(Numbers.Percent(result.LossShare), $"of the time in the loss, {Numbers.Whole(result.LossNanosecondsPerSample)} ns per sample")}
            {Tile(Numbers.Seconds(result.TrainTime), $"to train {Numbers.Whole(result.ParameterCount)} parameters")}
            </section>

            """;

        static string Tile(string value, string meaning, string kind = "") => $"""<div class="tile {kind}"><b>{value}</b><span>{meaning}</span></div>""";
    }

    private static string Curves(RunResult result)
    {
        string loss = LineChart.Draw(
            "Loss of the training and test images by epoch",
            "mean loss (nats)",
            [
                new LineChart.Curve("train", "train", [.. result.Epochs.Select(epoch => epoch.TrainLoss)]),
                new LineChart.Curve("test", "test", [.. result.Epochs.Select(epoch => epoch.TestLoss)]),
            ],
            value => value.ToString("0.0##", System.Globalization.CultureInfo.InvariantCulture),
            ("least possible", LeastLoss()));
        string accuracy = LineChart.Draw(
            "Accuracy on the test images by epoch",
            "test images read correctly",
            [new LineChart.Curve("test", "test", [.. result.Epochs.Select(epoch => epoch.TestAccuracy)])],
            value => value.ToString("0.#%", System.Globalization.CultureInfo.InvariantCulture),
            ceiling: 1);
        return $"""
            <section><h2>Learning</h2>
            <div class="charts">
            <figure>{loss}<figcaption>The training loss of an epoch is the mean over its steps, each taken before the step's own correction.
            Smoothed targets keep a loss of {Numbers.Loss(LeastLoss())} even in a perfect network: their own entropy.</figcaption></figure>
            <figure>{accuracy}<figcaption>No test image was seen in training.</figcaption></figure>
            </div>
            </section>

            """;
    }

    // The entropy of a smoothed target: one class has 1-ε+ε/C, the C-1 others ε/C. Zero without smoothing.
    private static double LeastLoss()
    {
        CrossEntropyLossAttribute declared = typeof(DigitLoss).GetCustomAttribute<CrossEntropyLossAttribute>()!;
        double other = declared.LabelSmoothing / declared.ClassCount;
        double own = 1 - declared.LabelSmoothing + other;
        return Term(own) + ((declared.ClassCount - 1) * Term(other));

        static double Term(double p) => p > 0 ? -p * Math.Log(p) : 0;
    }

    private static string Misread(RunResult result) => result.Evaluation.Correct == result.Evaluation.Count
        ? "<p>None: every test image was read correctly.</p>"
        : "<p>The surest mistakes first, with the probability that the network gave to each digit.</p>\n" + DigitGallery.Misread(result.Test, result.Evaluation);

    private static string Footer(RunResult result)
    {
        Settings settings = result.Settings;
        return $"""
            <footer>
            <p>{settings.Epochs} epochs, batches of {settings.Batch}, {settings.Hidden} hidden units, learning rate {Numbers.Exact(settings.LearningRate)},
            seed {settings.Seed}, test share {Numbers.Exact(settings.TestShare)}. {Html.Text(RuntimeInformation.FrameworkDescription)} on {RuntimeInformation.ProcessArchitecture}.</p>
            <p>Images: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.</p>
            </footer>

            """;
    }
}
