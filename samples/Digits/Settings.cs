namespace Digits;

/// <summary>What one run of the program is asked to do; the defaults are those of the command line.</summary>
internal sealed record Settings
{
    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 80;

    /// <summary>Images per step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Units of the hidden layer.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Learning rate of the first epoch; it falls along half a cosine to a hundredth of this.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Decides the split, the first weights and the order of the images.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of the images that is kept back for the test.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Where the loss runs.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Where the HTML report goes; null for none.</summary>
    public string? Report { get; init; } = DefaultReport;

    /// <summary>The report's place if none is given, under the working directory.</summary>
    public static string DefaultReport => Path.Combine("artifacts", "digits.html");
}
