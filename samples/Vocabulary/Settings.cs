namespace Vocabulary;

/// <summary>What one run of the program is asked to do; the defaults are those of the command line.</summary>
internal sealed record Settings
{
    /// <summary>Where the loss runs.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>C: one of <see cref="Vocabularies"/>.</summary>
    public int Classes { get; init; } = Vocabularies[0];

    /// <summary>N: the tokens of a step.</summary>
    public int Rows { get; init; } = 2048;

    /// <summary>How often the loss and its gradient are computed.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>The class counts that a loss is declared for: they are constants of the generated code.</summary>
    public static IReadOnlyList<int> Vocabularies { get; } = [TokenLoss50257.ClassCount, TokenLoss131072.ClassCount];
}
