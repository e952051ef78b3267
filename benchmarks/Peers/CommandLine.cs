using System.CommandLine;
using Peers.Cases;
using Peers.FirstCall;
using Peers.Report;

namespace Peers;

/// <summary>Turns the program's arguments into what they ask for, or into one sentence that says what is wrong with them.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program, or prints its help, or says what is wrong. Returns the exit code.</summary>
    public static int Run(string[] arguments, Func<Settings, int> measure)
    {
        Option<bool> quick = new("--quick") { Description = "Fewer rows and rounds: under 3 minutes" };
        Option<string?> json = new("--json") { HelpName = "FILE", Description = "Writes the results there as well" };
        Option<string[]> only = new("--only") { HelpName = "TEXT", Description = "Only rows whose name contains this; may be given more than once", DefaultValueFactory = _ => [] };
        Option<string> threads = new("--threads") { HelpName = "LIST", Description = "The numbers of threads", DefaultValueFactory = _ => Environment.ProcessorCount == 1 ? "1" : "1,2" };
        Option<string> python = new("--python") { HelpName = "FILE", Description = "The Python that may have PyTorch", DefaultValueFactory = _ => "/usr/bin/python3" };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Split(',').All(part => int.TryParse(part, out int n) && n >= 1 && n <= Environment.ProcessorCount) != true)
            {
                result.AddError($"--threads takes numbers from 1 to {Environment.ProcessorCount}, with commas between.");
            }
        });

        RootCommand root = new("Measures generated losses beside PyTorch, TensorPrimitives and the machine's limits.") { quick, json, only, threads, python };
        root.SetAction(parsed => measure(new Settings(
            parsed.GetValue(quick),
            parsed.GetValue(json),
            parsed.GetValue(only)!,
            [.. parsed.GetValue(threads)!.Split(',').Select(int.Parse)],
            parsed.GetValue(python)!)));
        root.Subcommands.Add(ReportOf());
        root.Subcommands.Add(FirstCallOf());
        root.Subcommands.Add(FirstCallProcessOf());
        return root.Parse(arguments).Invoke();
    }

    private static Command ReportOf()
    {
        Argument<string[]> files = new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "What --json wrote; of two lines for a row the later counts" };
        Command command = new("report", "Writes docs/performance.md between its markers, and its charts.") { files };
        command.SetAction(parsed => ReportCommand.Run(parsed.GetValue(files)!));
        return command;
    }

    private static Command FirstCallOf()
    {
        Command command = new("first-call", "Times the first calls of fresh processes.");
        command.SetAction(_ => FirstCallCommand.Run());
        return command;
    }

    private static Command FirstCallProcessOf()
    {
        Argument<int> classes = new("CLASSES");
        Argument<Pass> pass = new("PASS");
        Command command = new(FirstCallCommand.Child) { classes, pass };
        command.Hidden = true;
        command.SetAction(parsed => FirstCallProcess.Run(parsed.GetValue(classes), parsed.GetValue(pass)));
        return command;
    }
}
