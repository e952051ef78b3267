using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>Reads files of worked cases: JSON, or JSON packed with gzip.</summary>
public static class VectorFile
{
    private static readonly Dictionary<string, LossKind> Kinds = new(StringComparer.Ordinal)
    {
        ["cross_entropy"] = LossKind.CrossEntropy,
        ["nll"] = LossKind.NLL,
        ["softmax"] = LossKind.Softmax,
        ["log_softmax"] = LossKind.LogSoftmax,
        ["entropy"] = LossKind.Entropy,
        ["bce"] = LossKind.BCE,
        ["bce_with_logits"] = LossKind.BCEWithLogits,
        ["kl_div"] = LossKind.KLDiv,
        ["mse"] = LossKind.MSE,
    };

    private static readonly Dictionary<string, LossOutputs> OutputNames = new(StringComparer.Ordinal)
    {
        ["losses"] = LossOutputs.Losses,
        ["lse"] = LossOutputs.LogSumExp,
        ["hits"] = LossOutputs.Hits,
        ["entropy"] = LossOutputs.Entropy,
    };

    /// <summary>The project's own files, in the order of their names.</summary>
    public static IReadOnlyList<string> Committed => In(Path.Combine(AppContext.BaseDirectory, "Vectors"));

    /// <summary>The files of worked cases in a folder, in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(path => path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".json.gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The cases of a file whose kind is known.</summary>
    /// <exception cref="FormatException">A case is not as described.</exception>
    public static IReadOnlyList<VectorCase> Read(string path)
    {
        using JsonDocument document = Open(path);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Where(c => Knows(Kind(c))).Select(Parse)];
    }

    /// <summary>The file as JSON.</summary>
    public static JsonDocument Open(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return JsonDocument.Parse(text);
    }

    /// <summary>The name of a case.</summary>
    public static string Name(JsonElement element) => element.GetProperty("name").GetString()!;

    /// <summary>The kind of a case.</summary>
    public static string Kind(JsonElement element) => element.GetProperty("kind").GetString()!;

    /// <summary>Whether there is a loss for cases of a kind.</summary>
    public static bool Knows(string kind) => Kinds.ContainsKey(kind);

    /// <summary>Reads one case of a known kind. Options that are not given have PyTorch's defaults.</summary>
    /// <exception cref="FormatException">It is not as described.</exception>
    public static VectorCase Parse(JsonElement element)
    {
        try
        {
            return ParseFields(element);
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException("The case cannot be read: " + fault.Message, fault);
        }
    }

    private static VectorCase ParseFields(JsonElement element)
    {
        JsonElement options = Field(element, "options") ?? default;
        JsonElement? printed = Field(element, "printed");
        string? targetKind = Field(element, "target_kind")?.GetString();
        LossKind kind = Kinds[Kind(element)];
        return new VectorCase
        {
            Name = Name(element),
            Group = Field(element, "group")?.GetString() ?? "",
            Kind = kind,
            Weight = Field(options, "weight") is { } weight ? Numbers(weight) : null,
            WeightShape = Field(options, "weight_shape") is { } weightShape ? Shape(weightShape) : null,
            PosWeight = Field(options, "pos_weight") is { } posWeight ? Numbers(posWeight) : null,
            PosWeightShape = Field(options, "pos_weight_shape") is { } posWeightShape ? Shape(posWeightShape) : null,
            IgnoreIndex = Field(options, "ignore_index") is { } ignored ? Integer(ignored) : -100,
            Options = ParseOptions(options, kind, targetKind),
            Axis = Field(options, "dim") is { } dim ? checked((int)Integer(dim)) : null,
            InputShape = Shape(element.GetProperty("input_shape")),
            Input = Numbers(element.GetProperty("input")),
            TargetShape = Field(element, "target_shape") is { } targetShape ? Shape(targetShape) : [],
            Targets = targetKind switch
            {
                "index" => new IndexTargets([.. Flat(element.GetProperty("target")).Select(Integer)], IndexType.Int64),
                "prob" => new ProbabilityTargets(Numbers(element.GetProperty("target"))),
                null => Targets.None,
                string other => throw new FormatException($"The target kind {other} is not known."),
            },
            Upstream = Field(element, "upstream") is { } upstream ? Numbers(upstream) : null,
            Loss = Answer(element, "loss"),
            Gradient = Answer(element, "grad"),
            LogProbabilities = Answer(element, "log_prob"),
            Outputs = [.. OutputNames.Keys.Select(name => (name, Answer(element, name))).Where(o => o.Item2 is not null).Select(o => (o.name, o.Item2!))],
            PrintedLoss = printed is { } p ? Numbers(p.GetProperty("loss")) : null,
            PrintedTolerance = printed is { } q ? Number(q.GetProperty("tol")) : 0,
            MustRefuse = Field(element, "expect")?.GetString() == "error",
            MayRefuse = Field(element, "may_refuse")?.GetBoolean() ?? false,
        };
    }

    private static Declaration ParseOptions(JsonElement options, LossKind kind, string? targetKind)
    {
        return new Declaration(0)
        {
            Kind = kind,
            Target = kind == LossKind.CrossEntropy && targetKind == "prob" ? TargetKind.ClassProbabilities : TargetKind.ClassIndices,
            Reduction = Field(options, "reduction")?.GetString() is { } reduction && kind is not (LossKind.Softmax or LossKind.LogSoftmax) ? ParseReduction(reduction) : Reduction.Mean,
            LabelSmoothing = NumberOr("label_smoothing", 0),
            ZLoss = NumberOr("z_loss", 0),
            LogitScale = NumberOr("logit_scale", 1),
            Softcap = NumberOr("softcap", 0),
            FocalGamma = NumberOr("focal_gamma", 0),
            PolyEpsilon = NumberOr("poly_epsilon", 0),
            LogTarget = Field(options, "log_target")?.GetBoolean() ?? false,
            Prediction = Field(options, "from")?.GetString() == "probs" ? PredictionKind.Probabilities : PredictionKind.Logits,
            Outputs = Field(options, "outputs") is { } outputs
                ? outputs.EnumerateArray().Aggregate(LossOutputs.None, (sum, name) => sum | OutputNames[name.GetString()!])
                : LossOutputs.None,
        };

        double NumberOr(string name, double absent) => Field(options, name) is { } value ? Number(value) : absent;
    }

    private static VectorAnswer? Answer(JsonElement element, string what)
    {
        if (Field(element, what) is not { } truth)
        {
            return null;
        }

        JsonElement float32 = Field(element, "f32") ?? default;
        return new VectorAnswer(
            Numbers(truth),
            Field(float32, what + "_ratio") is { } ratio ? Number(ratio) : 0,
            Field(float32, what) is { } other ? Numbers(other) : null,
            Field(element, "lenient") is { } lenient && lenient.EnumerateArray().Any(name => name.ValueEquals(what)));
    }

    private static Reduction ParseReduction(string name) => name switch
    {
        "none" => Reduction.None,
        "sum" => Reduction.Sum,
        "mean" => Reduction.Mean,
        "batchmean" => Reduction.BatchMean,

        // No declaration can have it, which the declaration is to be refused for.
        _ => (Reduction)(-1),
    };

    private static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static nint[] Shape(JsonElement element) => [.. element.EnumerateArray().Select(extent => checked((nint)extent.GetInt64()))];

    private static double[] Numbers(JsonElement element) => [.. Flat(element).Select(Number)];

    private static IEnumerable<JsonElement> Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element];

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string other => double.Parse(other, NumberStyles.Float, CultureInfo.InvariantCulture),
            null => throw new FormatException("A number is null."),
        }
        : element.GetDouble();

    private static long Integer(JsonElement element)
    {
        if (element.TryGetInt64(out long integer))
        {
            return integer;
        }

        double number = element.GetDouble();
        return number == Math.Truncate(number) ? checked((long)number) : throw new FormatException($"{element} is not an integer.");
    }
}
