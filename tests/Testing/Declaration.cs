using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// A declaration as a value: an attribute with all its options. Two declarations whose attributes read the same are equal, so that one compilation serves both.
/// </summary>
/// <remarks>Nothing is checked here: impossible combinations, and options that an attribute does not have, are what some tests declare.</remarks>
/// <param name="ClassCount">C; of no meaning for a loss of elements.</param>
public sealed record Declaration(int ClassCount)
{
    /// <summary>Which loss of the family.</summary>
    public LossKind Kind { get; init; } = LossKind.CrossEntropy;

    /// <summary>The element type.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>What a target of a cross-entropy is.</summary>
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

    /// <summary>λ of the z-loss λ·lse².</summary>
    public double ZLoss { get => this[nameof(ZLoss)]; init => Terms = WithTerm(nameof(ZLoss), value); }

    /// <summary>What logits are multiplied by first.</summary>
    public double LogitScale { get => this[nameof(LogitScale)]; init => Terms = WithTerm(nameof(LogitScale), value); }

    /// <summary>The bound of cap·tanh(v/cap); 0 is none.</summary>
    public double Softcap { get => this[nameof(Softcap)]; init => Terms = WithTerm(nameof(Softcap), value); }

    /// <summary>γ of the factor (1 - p[t])^γ.</summary>
    public double FocalGamma { get => this[nameof(FocalGamma)]; init => Terms = WithTerm(nameof(FocalGamma), value); }

    /// <summary>ε₁ of the term ε₁·w[t]·(1 - p[t]).</summary>
    public double PolyEpsilon { get => this[nameof(PolyEpsilon)]; init => Terms = WithTerm(nameof(PolyEpsilon), value); }

    /// <summary>What the passes with a loss write besides.</summary>
    public LossOutputs Outputs { get; init; }

    /// <summary>What an entropy is computed from.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Logits;

    /// <summary>Whether the weights of elements are given at each call.</summary>
    public bool WeightsPerCall { get; init; }

    /// <summary>The weight of positive targets.</summary>
    public double PosWeight { get; init; } = 1;

    /// <summary>Whether the weights of positive targets are given at each call.</summary>
    public bool PosWeightsPerCall { get; init; }

    /// <summary>Whether the targets of a divergence are log-probabilities.</summary>
    public bool LogTarget { get; init; }

    /// <summary>The terms that are not at their defaults, by the names of the attribute's properties.</summary>
    public ImmutableSortedDictionary<string, double> Terms { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>A term's value, or its default.</summary>
    public double this[string term] => Terms.TryGetValue(term, out double value) ? value : Default(term);

    /// <summary>Whether a call returns one loss per sample.</summary>
    public bool IsUnreduced => Reduction == Reduction.None && !IsMap;

    /// <summary>Whether it has an output per logit in place of a loss, and a backward pass that starts from that output.</summary>
    public bool IsMap => Kind is LossKind.Softmax or LossKind.LogSoftmax;

    /// <summary>Whether every element is a sample of its own.</summary>
    public bool IsElementwise => Kind is LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE;

    /// <summary>Whether targets are class indices.</summary>
    public bool TakesIndices => Kind == LossKind.NLL || (Kind == LossKind.CrossEntropy && Target == TargetKind.ClassIndices);

    /// <summary>Whether targets are laid out as the input.</summary>
    public bool TakesDenseTargets => IsElementwise || (Kind == LossKind.CrossEntropy && Target == TargetKind.ClassProbabilities);

    /// <summary>Elements of the input that belong to a sample.</summary>
    public int SampleSize => IsElementwise ? 1 : ClassCount;

    /// <summary>The attribute as C# text, with the options that differ from its defaults; numbers are read back exactly.</summary>
    public string AttributeText
    {
        get
        {
            List<string> arguments = [];
            if (!IsElementwise)
            {
                arguments.Add(ClassCount.ToString(CultureInfo.InvariantCulture));
            }

            if (Kind == LossKind.Entropy)
            {
                arguments.Add(Name(Prediction));
            }

            Add(DType != DType.Float32, nameof(DType), Name(DType));
            Add(Target != TargetKind.ClassIndices, nameof(Target), Name(Target));
            Add(Reduction != Reduction.Mean, nameof(Reduction), Name(Reduction));
            Add(LabelSmoothing != 0, nameof(LabelSmoothing), Literal(LabelSmoothing));
            Add(IgnoreIndex is not null, nameof(IgnoreIndex), IgnoreIndex?.ToString(CultureInfo.InvariantCulture) + "L");
            Add(ClassWeights is not null, nameof(ClassWeights), "new double[] { " + string.Join(", ", (ClassWeights ?? []).Select(Literal)) + " }");
            Add(ClassWeightsPerCall, nameof(ClassWeightsPerCall), "true");
            foreach (string term in Terms.Keys)
            {
                Add(true, term, Literal(Terms[term]));
            }

            Add(Outputs != LossOutputs.None, nameof(Outputs), "(LossOutputs)" + (int)Outputs);
            Add(WeightsPerCall, nameof(WeightsPerCall), "true");
            Add(PosWeight != 1, nameof(PosWeight), Literal(PosWeight));
            Add(PosWeightsPerCall, nameof(PosWeightsPerCall), "true");
            Add(LogTarget, nameof(LogTarget), "true");
            return $"{AttributeName}({string.Join(", ", arguments)})";

            void Add(bool given, string name, string value)
            {
                if (given)
                {
                    arguments.Add(name + " = " + value);
                }
            }
        }
    }

    private string AttributeName => Kind switch
    {
        LossKind.CrossEntropy or LossKind.NLL or LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE => Kind + "Loss",
        LossKind.Softmax or LossKind.LogSoftmax or LossKind.Entropy => Kind.ToString(),
        _ => throw new NotSupportedException($"No attribute for {Kind}."),
    };

    /// <summary>A source file that declares this loss as the class <paramref name="name"/> in <paramref name="containingNamespace"/>.</summary>
    public string Source(string containingNamespace, string name) =>
        $"using Gen.CrossEntropy;\n\nnamespace {containingNamespace};\n\n[{AttributeText}]\npublic partial class {name};\n";

    /// <summary>Whether the attributes read the same; weights are compared by value.</summary>
    public bool Equals(Declaration? other) => other is not null && AttributeText == other.AttributeText;

    /// <inheritdoc/>
    public override int GetHashCode() => AttributeText.GetHashCode(StringComparison.Ordinal);

    /// <summary>The attribute, with a long list of weights shortened.</summary>
    public override string ToString()
    {
        string text = AttributeText;
        return text.Length <= 200 ? text : new StringBuilder(text, 0, 180, 200).Append("…)").ToString();
    }

    // A value that has no name is written as its number: there are such declarations, and they are refused.
    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? $"{typeof(TEnum).Name}.{value}" : $"({typeof(TEnum).Name})({Convert.ToInt32(value, CultureInfo.InvariantCulture)})";

    /// <summary>The declaration with another value of a term.</summary>
    public Declaration With(string term, double value) => this with { Terms = WithTerm(term, value) };

    private ImmutableSortedDictionary<string, double> WithTerm(string term, double value) => value == Default(term) ? Terms.Remove(term) : Terms.SetItem(term, value);

    // The scale is what nothing is multiplied by; of the others there is none.
    private static double Default(string term) => term == nameof(LogitScale) ? 1 : 0;

    private static string Literal(double value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "d",
    };
}
