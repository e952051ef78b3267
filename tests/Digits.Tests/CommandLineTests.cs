namespace Digits.Tests;

public class CommandLineTests
{
    [Fact]
    public void NoArguments_GiveTheDefaults() => Assert.Equal(new Settings(), Accept());

    [Fact]
    public void EveryOption_ReachesTheSettings()
    {
        Settings expected = new() { Epochs = 3, Batch = 16, Hidden = 8, LearningRate = 0.01, Seed = 9, TestShare = 0.5, Device = DeviceChoice.Cpu, Report = "a.html" };
        Assert.Equal(
            expected,
            Accept("--epochs", "3", "--batch=16", "--hidden", "8", "--learning-rate", "0.01", "--seed", "9", "--test-share", "0.5", "--device", "cpu", "--report", "a.html"));
    }

    [Fact]
    public void NoReport_LeavesTheReportOut() => Assert.Null(Accept("--no-report").Report);

    [Theory]
    [InlineData("auto", DeviceChoice.Auto)]
    [InlineData("cpu", DeviceChoice.Cpu)]
    [InlineData("gpu", DeviceChoice.Gpu)]
    public void Device_IsOneOfThree(string text, object choice) => Assert.Equal(choice, Accept("--device", text).Device);

    [Theory]
    [InlineData("--epochs takes a whole number from 1 to 10000, not 'ten'.", "--epochs", "ten")]
    [InlineData("--epochs takes a whole number from 1 to 10000, not '0'.", "--epochs", "0")]
    [InlineData("--epochs takes a whole number from 1 to 10000, not '1.5'.", "--epochs", "1.5")]
    [InlineData("--batch takes a whole number from 1 to 10000, not '99999999999999'.", "--batch", "99999999999999")]
    [InlineData("--learning-rate takes a number from 0.0001 to 1, not 'NaN'.", "--learning-rate", "NaN")]
    [InlineData("--learning-rate takes a number from 0.0001 to 1, not '0,1'.", "--learning-rate", "0,1")]
    [InlineData("--test-share takes a number from 0.01 to 0.9, not '1'.", "--test-share", "1")]
    [InlineData("--device takes auto, cpu or gpu, not 'GPU'.", "--device", "GPU")]
    [InlineData("--report and --no-report exclude each other.", "--report", "a.html", "--no-report")]
    [InlineData("Unrecognized command or argument '--epoch'.", "--epoch")]
    [InlineData("Required argument missing for option: '--seed'.", "--seed")]
    public void WrongArguments_GiveOneSentenceAHintAndExitCode2(string sentence, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        Assert.Equal(2, CommandLine.Run(arguments, _ => throw new InvalidOperationException("It ran."), output, error));
        Assert.Equal(sentence + "\nTry --help for the options and their ranges.\n", error.ToString());
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--epochs", "ten", "--help")]
    public void Help_NamesEveryOptionAndSucceeds(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(0, CommandLine.Run(arguments, _ => throw new InvalidOperationException("It ran."), output, error));
        Assert.Empty(error.ToString());
        foreach (string option in (string[])["--epochs", "--batch", "--hidden", "--learning-rate", "--seed", "--test-share", "--device", "--report", "--no-report", "--help"])
        {
            Assert.Contains(option, output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ExitCodeOfTheRun_IsThatOfTheProgram() => Assert.Equal(7, CommandLine.Run([], _ => 7, TextWriter.Null, TextWriter.Null));

    private static Settings Accept(params string[] arguments)
    {
        Settings? accepted = null;
        using StringWriter error = new();
        int code = CommandLine.Run(
            arguments,
            settings =>
            {
                accepted = settings;
                return 0;
            },
            TextWriter.Null,
            error);
        Assert.Equal(0, code);
        Assert.Empty(error.ToString());
        return accepted!;
    }
}
