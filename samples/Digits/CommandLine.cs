using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Digits;

/// <summary>Turns the program's arguments into <see cref="Settings"/>, or into one sentence that says what is wrong with them.</summary>
internal static class CommandLine
{
    /// <summary>The exit code for arguments that cannot be used.</summary>
    public const int WrongArguments = 2;

    /// <summary>Runs the program, or prints its help, or says on <paramref name="error"/> what is wrong. Returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Func<Settings, int> run, TextWriter output, TextWriter error)
    {
        Settings defaults = new();
        Option<int> epochs = Number("--epochs", "N", "Passes over the training images", defaults.Epochs, 1, 10_000);
        Option<int> batch = Number("--batch", "N", "Images per training step", defaults.Batch, 1, 10_000);
        Option<int> hidden = Number("--hidden", "N", "Units of the hidden layer", defaults.Hidden, 1, 4096);
        Option<double> learningRate = Number("--learning-rate", "RATE", "Learning rate of the first epoch; it falls to a hundredth", defaults.LearningRate, 0.0001, 1);
        Option<int> seed = Number("--seed", "N", "Decides the split, the first weights and the order", defaults.Seed, 0, int.MaxValue);
        Option<double> testShare = Number("--test-share", "SHARE", "Share of the images kept back for the test", defaults.TestShare, 0.01, 0.9);
        Option<DeviceChoice> device = new("--device")
        {
            HelpName = "auto|cpu|gpu",
            Description = "Where the loss runs; auto: on a GPU if there is one",
            DefaultValueFactory = _ => defaults.Device,
            CustomParser = ParseDevice,
        };
        Option<string> report = new("--report")
        {
            HelpName = "FILE",
            Description = "Where to write the HTML report",
            DefaultValueFactory = _ => Settings.DefaultReport,
        };
        Option<bool> noReport = new("--no-report") { Description = "Write no report" };

        RootCommand command = new("Trains a small network on 1,797 handwritten digits with a generated cross-entropy loss.");
        foreach (Option option in (ReadOnlySpan<Option>)[epochs, batch, hidden, learningRate, seed, testShare, device, report, noReport])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(report) is { Implicit: false } && result.GetValue(noReport))
            {
                result.AddError("--report and --no-report exclude each other.");
            }
        });
        command.SetAction(parsed => run(new Settings
        {
            Epochs = parsed.GetValue(epochs),
            Batch = parsed.GetValue(batch),
            Hidden = parsed.GetValue(hidden),
            LearningRate = parsed.GetValue(learningRate),
            Seed = parsed.GetValue(seed),
            TestShare = parsed.GetValue(testShare),
            Device = parsed.GetValue(device),
            Report = parsed.GetValue(noReport) ? null : parsed.GetValue(report),
        }));

        ParseResult parsed = command.Parse(arguments);
        // With --help the action is not ParseErrorAction, whatever else is wrong.
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            return Refuse(parsed.Errors[0].Message, error);
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Says in one sentence what is wrong and where to look. Returns <see cref="WrongArguments"/>.</summary>
    public static int Refuse(string sentence, TextWriter error)
    {
        error.WriteLine(sentence);
        error.WriteLine("Try --help for the options and their ranges.");
        return WrongArguments;
    }

    private static DeviceChoice ParseDevice(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        switch (text)
        {
            case "auto":
                return DeviceChoice.Auto;
            case "cpu":
                return DeviceChoice.Cpu;
            case "gpu":
                return DeviceChoice.Gpu;
            default:
                result.AddError($"--device takes auto, cpu or gpu, not '{text}'.");
                return DeviceChoice.Auto;
        }
    }

    private static Option<T> Number<T>(string name, string valueName, string description, T byDefault, T least, T most)
        where T : struct, INumber<T>
    {
        // Half of one is a whole number, 0, only where there are no others.
        bool whole = T.IsInteger(T.One / (T.One + T.One));
        string range = string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        return new Option<T>(name)
        {
            HelpName = valueName,
            Description = string.Create(CultureInfo.InvariantCulture, $"{description}, {range}"),
            DefaultValueFactory = _ => byDefault,
            CustomParser = Parse,
        };

        T Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, whole ? NumberStyles.Integer : NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{name} takes {(whole ? "a whole number" : "a number")} {range}, not '{text}'.");
            return byDefault;
        }
    }
}
