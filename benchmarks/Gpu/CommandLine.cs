using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpuBenchmark;

/// <summary>Turns the program's arguments into <see cref="Settings"/>, or into one sentence that says what is wrong with them.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program, or prints its help, or says what is wrong. Returns the exit code.</summary>
    public static int Run(string[] arguments, Func<Settings, int> measure)
    {
        Option<DeviceChoice> device = new("--device")
        {
            HelpName = "gpu|opencl|emulated",
            Description = "gpu: the first of CUDA, else the first GPU of OpenCL; opencl: the first of OpenCL, even a processor; emulated: the processor in the part of a GPU, to see that everything runs",
            DefaultValueFactory = _ => DeviceChoice.Gpu,
            CustomParser = ParseDevice,
        };
        Option<bool> quick = new("--quick") { Description = "Fewer rows and rounds" };
        Option<double?> megabytes = Number("--megabytes", "2^20 bytes of logits, at least one sample [default: 512, emulated: 0.004]");
        Option<string?> json = new("--json") { HelpName = "FILE", Description = "Writes the results there as well, after each row" };
        Option<string[]> only = new("--only") { HelpName = "TEXT", Description = "Only rows whose name, like 'x1000 bf16', contains this; may be given more than once", DefaultValueFactory = _ => [] };
        Option<double?> minutes = Number("--minutes", "No further row begins after so long");
        Option<string> python = new("--python") { HelpName = "FILE", Description = "The Python that may have PyTorch", DefaultValueFactory = _ => "python3" };
        Option<bool> noTorch = new("--no-torch") { Description = "Without PyTorch" };
        Option<bool> noCompile = new("--no-torch-compile") { Description = "Without torch.compile, which compiles for seconds before each row" };
        RootCommand root = new("Checks generated losses on a GPU against the CPU's kernels, and measures them against the card's own copy bandwidth, and beside PyTorch where a Python has it.")
        {
            device, quick, megabytes, json, only, minutes, python, noTorch, noCompile,
        };
        root.SetAction(parsed => measure(new Settings
        {
            Device = parsed.GetValue(device),
            Quick = parsed.GetValue(quick),
            Megabytes = parsed.GetValue(megabytes),
            Json = parsed.GetValue(json),
            Only = parsed.GetValue(only)!,
            Minutes = parsed.GetValue(minutes),
            Python = parsed.GetValue(noTorch) ? null : parsed.GetValue(python),
            TorchCompile = !parsed.GetValue(noCompile),
        }));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            Console.Error.WriteLine(parsed.Errors[0].Message);
            Console.Error.WriteLine("Try --help.");
            return 2;
        }

        return parsed.Invoke();
    }

    private static Option<double?> Number(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1e6)
            {
                return value;
            }

            result.AddError($"{name} takes a number above 0 and below a million, not '{text}'.");
            return null;
        },
    };

    private static DeviceChoice ParseDevice(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        DeviceChoice? choice = text switch
        {
            "gpu" => DeviceChoice.Gpu,
            "opencl" => DeviceChoice.OpenCL,
            "emulated" => DeviceChoice.Emulated,
            _ => null,
        };
        if (choice is null)
        {
            result.AddError($"--device takes gpu, opencl or emulated, not '{text}'.");
        }

        return choice ?? DeviceChoice.Gpu;
    }
}
