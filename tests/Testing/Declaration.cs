using System.Globalization;
using System.Text;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// A loss declaration as a value: the options of <see cref="CrossEntropyLossAttribute"/>. Two declarations with the same options are equal, so that one compilation serves both.
/// </summary>
/// <remarks>Nothing is checked here: impossible combinations are what some tests declare.</remarks>
/// <param name="ClassCount">C.</param>
public sealed record Declaration(int ClassCount)
{
    /// <summary>Which loss of the family.</summary>
    public LossKind Kind { get; init; } = LossKind.CrossEntropy;

    /// <summary>The element type.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>What a target is.</summary>
    public TargetKind Target { get; init; } = TargetKind.ClassIndices;

    /// <summary>How the losses of a batch become the result.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>ε.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The target value that marks a sample as ignored; null leaves the attribute's default.</summary>
    public long? IgnoreIndex { get; init; }

    /// <summary>w as constants of the declaration; null for none.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Whether w is given at each call.</summary>
    public bool ClassWeightsPerCall { get; init; }

    /// <summary>Whether a call returns one loss per sample.</summary>
    public bool IsUnreduced => Reduction == Reduction.None;

    /// <summary>The attribute as C# text, with the options that differ from its defaults; numbers are read back exactly.</summary>
    public string AttributeText
    {
        get
        {
            List<string> arguments = [ClassCount.ToString(CultureInfo.InvariantCulture)];
            Add(DType != DType.Float32, "DType", "DType." + DType);
            Add(Target != TargetKind.ClassIndices, "Target", "TargetKind." + Target);
            Add(Reduction != Reduction.Mean, "Reduction", "Reduction." + Reduction);
            Add(LabelSmoothing != 0, "LabelSmoothing", Literal(LabelSmoothing));
            Add(IgnoreIndex is not null, "IgnoreIndex", IgnoreIndex?.ToString(CultureInfo.InvariantCulture) + "L");
            Add(ClassWeights is not null, "ClassWeights", "new double[] { " + string.Join(", ", (ClassWeights ?? []).Select(Literal)) + " }");
            Add(ClassWeightsPerCall, "ClassWeightsPerCall", "true");
            return Kind switch
            {
                LossKind.CrossEntropy => "CrossEntropyLoss(" + string.Join(", ", arguments) + ")",
                _ => throw new NotSupportedException($"No attribute for {Kind}."),
            };

            void Add(bool given, string name, string value)
            {
                if (given)
                {
                    arguments.Add(name + " = " + value);
                }
            }
        }
    }

    /// <summary>A source file that declares this loss as the class <paramref name="name"/> in <paramref name="containingNamespace"/>.</summary>
    public string Source(string containingNamespace, string name) =>
        $"using Gen.CrossEntropy;\n\nnamespace {containingNamespace};\n\n[{AttributeText}]\npublic partial class {name};\n";

    /// <summary>Whether all options are the same; weights are compared by value.</summary>
    public bool Equals(Declaration? other) =>
        other is not null
        && (Kind, ClassCount, DType, Target, Reduction, IgnoreIndex, ClassWeightsPerCall)
            == (other.Kind, other.ClassCount, other.DType, other.Target, other.Reduction, other.IgnoreIndex, other.ClassWeightsPerCall)
        && LabelSmoothing.Equals(other.LabelSmoothing)
        && (ClassWeights is null) == (other.ClassWeights is null)
        && (ClassWeights ?? []).SequenceEqual(other.ClassWeights ?? []);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add((Kind, ClassCount, DType, Target, Reduction, IgnoreIndex, ClassWeightsPerCall));
        hash.Add(LabelSmoothing);
        foreach (double weight in ClassWeights ?? [])
        {
            hash.Add(weight);
        }

        return hash.ToHashCode();
    }

    /// <summary>The attribute, with a long list of weights shortened.</summary>
    public override string ToString()
    {
        string text = AttributeText;
        return text.Length <= 200 ? text : new StringBuilder(text, 0, 180, 200).Append("…)").ToString();
    }

    private static string Literal(double value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "d",
    };
}
