using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Conformance;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        Runs every worked case of a folder through losses that the generator makes, and writes what they answer.

        usage: dotnet run -c Release --project tests/Conformance -- --vectors DIR --out RESULTS.json [options]

          --vectors DIR        read every *.json and *.json.gz in DIR; tests/Vectors/README.md describes them
          --out FILE           write {"case name": {"loss": ..., "grad": ..., "log_prob": ... where asked} or {"error": "text"}, ...}
          --dtype TYPE         float32 (default) or float64: the element type of the losses
          --weights HOW        constant (default): class weights are part of the declaration; call: they are given at each call
          --targets TYPE       int64 (default), int32 or uint8: what class indices are passed as, where they fit
          --device DEVICE      cpu (default); gpu: CUDA's or OpenCL's first; opencl: OpenCL's first, even a processor; emulated: the processor in the part of a GPU, slow
          --width WIDTH        scalar, vector128, vector256 or vector512: the CPU's kernels to run (default: the widest of the machine)
          --help               this text

        exit status: 0 all cases answered or refused, 1 some failed (they are listed), 2 the command line or a file is wrong, or there is no such device
        """;

    private static readonly Dictionary<string, DType> DTypes = new() { ["float32"] = DType.Float32, ["float64"] = DType.Float64 };

    private static readonly Dictionary<string, bool> WeightSources = new() { ["constant"] = false, ["call"] = true };

    private static readonly Dictionary<string, IndexType> IndexTypes = new() { ["int64"] = IndexType.Int64, ["int32"] = IndexType.Int32, ["uint8"] = IndexType.UInt8 };

    private static readonly Dictionary<string, RunsOn> Devices = new() { ["cpu"] = RunsOn.Cpu, ["gpu"] = RunsOn.Gpu, ["opencl"] = RunsOn.OpenCL, ["emulated"] = RunsOn.Emulated };

    private static readonly Dictionary<string, VectorWidth> Widths = Enum.GetValues<VectorWidth>().ToDictionary(width => width.ToString().ToUpperInvariant());

    public bool Help { get; init; }

    public string Vectors { get; init; } = "";

    public string Out { get; init; } = "";

    public DType DType { get; init; } = DType.Float32;

    public bool WeightsPerCall { get; init; }

    public IndexType IndexType { get; init; } = IndexType.Int64;

    public RunsOn RunsOn { get; init; } = RunsOn.Cpu;

    public VectorWidth? Width { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public static Options Parse(string[] arguments)
    {
        Options options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name is "--help" or "-h" or "-?")
            {
                return new Options { Help = true };
            }

            // Both --name value and --name=value are usual.
            int equals = name.IndexOf('=', StringComparison.Ordinal);
            string? value = equals < 0 ? null : name[(equals + 1)..];
            name = equals < 0 ? name : name[..equals];
            options = name switch
            {
                "--vectors" => options with { Vectors = Value() },
                "--out" => options with { Out = Value() },
                "--dtype" => options with { DType = OneOf(DTypes) },
                "--weights" => options with { WeightsPerCall = OneOf(WeightSources) },
                "--targets" => options with { IndexType = OneOf(IndexTypes) },
                "--device" => options with { RunsOn = OneOf(Devices) },
                "--width" => options with { Width = OneOf(Widths) },
                _ => throw new UsageException($"{arguments[i]} is not an option."),
            };

            string Value() => value ??= i + 1 < arguments.Length ? arguments[++i] : throw new UsageException($"{name} needs a value.");

            T OneOf<T>(Dictionary<string, T> values)
            {
                string given = Value();
                foreach ((string key, T meaning) in values)
                {
                    if (string.Equals(key, given, StringComparison.OrdinalIgnoreCase))
                    {
                        return meaning;
                    }
                }

                throw new UsageException($"{name}: {given} is not one of {string.Join(", ", values.Keys).ToLowerInvariant()}.");
            }
        }

        Require(options.Vectors, "--vectors DIR");
        Require(options.Out, "--out FILE");
        if (options is { Width: not null, RunsOn: not RunsOn.Cpu })
        {
            throw new UsageException("--width is about the CPU's kernels, and --device names another device.");
        }

        return options;

        static void Require(string value, string what)
        {
            if (value.Length == 0)
            {
                throw new UsageException($"{what} is missing.");
            }
        }
    }
}

/// <summary>The command line is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
