using System.CommandLine;
using System.Globalization;

namespace Vocabulary;

/// <summary>Turns the program's arguments into <see cref="Settings"/>, or into one sentence that says what is wrong with them.</summary>
internal static class CommandLine
{
    /// <summary>The exit code for arguments that cannot be used.</summary>
    public const int WrongArguments = 2;

    /// <summary>Runs the program, or prints its help, or says what is wrong. Returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Func<Settings, int> run)
    {
        Settings defaults = new();
        Option<DeviceChoice> device = OneOf(
            "--device", "Where the loss runs; auto: on a GPU if there is one; emulated: on the processor in the part of a GPU, which is slow", defaults.Device, Enum.GetValues<DeviceChoice>());
        Option<int> classes = OneOf("--classes", "The size of the vocabulary", defaults.Classes, Settings.Vocabularies);
        Option<int> rows = Number("--rows", "Tokens of a step", defaults.Rows, 1 << 16);
        Option<int> steps = Number("--steps", "How often the loss and its gradient are computed", defaults.Steps, 10_000);
        RootCommand command = new("Computes the loss of a large vocabulary and its gradient, in place, where the machine does it fastest.") { device, classes, rows, steps };
        command.SetAction(parsed => RunIfItFits(
            new Settings { Device = parsed.GetValue(device), Classes = parsed.GetValue(classes), Rows = parsed.GetValue(rows), Steps = parsed.GetValue(steps) },
            run));
        ParseResult parsed = command.Parse(arguments);
        // With --help the action is not ParseErrorAction, whatever else is wrong.
        return parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction ? Refuse(parsed.Errors[0].Message) : parsed.Invoke();
    }

    private static int RunIfItFits(Settings settings, Func<Settings, int> run)
    {
        long logits = (long)settings.Rows * settings.Classes;
        return logits <= int.MaxValue
            ? run(settings)
            : Refuse(string.Create(CultureInfo.InvariantCulture, $"--rows times --classes is {logits}, and the sample copies at most {int.MaxValue} logits."));
    }

    /// <summary>Says in one sentence what is wrong and where to look. Returns <see cref="WrongArguments"/>.</summary>
    public static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        Console.Error.WriteLine("Try --help for the options and their ranges.");
        return WrongArguments;
    }

    private static Option<T> OneOf<T>(string name, string description, T byDefault, IReadOnlyList<T> values)
        where T : notnull
    {
        Dictionary<string, T> named = values.ToDictionary(value => value.ToString()!.ToLowerInvariant());
        return new Option<T>(name)
        {
            HelpName = string.Join('|', named.Keys),
            Description = description,
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (named.TryGetValue(text, out T? value))
                {
                    return value;
                }

                result.AddError($"{name} takes {string.Join(", ", named.Keys)}, not '{text}'.");
                return byDefault;
            },
        };
    }

    private static Option<int> Number(string name, string description, int byDefault, int most) => new(name)
    {
        HelpName = "N",
        Description = string.Create(CultureInfo.InvariantCulture, $"{description}, from 1 to {most}"),
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most)
            {
                return value;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from 1 to {most}, not '{text}'."));
            return byDefault;
        },
    };
}
