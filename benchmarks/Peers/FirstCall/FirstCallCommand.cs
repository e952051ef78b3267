using System.Diagnostics;
using Peers.Cases;
using Peers.Measuring;
using Peers.Results;

namespace Peers.FirstCall;

/// <summary>What the first calls of a process cost, from the very first, which is compiled, to those that run as all others will.</summary>
internal static class FirstCallCommand
{
    /// <summary>The argument that makes this program such a process.</summary>
    public const string Child = "first-call-process";

    private const int Processes = 5;

    public static int Run()
    {
        Console.WriteLine($"Medians of {Processes} fresh processes each, default tiering. Each call is timed alone.");
        Console.WriteLine("shape".PadRight(12) + "pass".PadRight(6) + string.Concat(FirstCallProcess.Told.Select(n => $"call {n}".PadLeft(12))) + "steady".PadLeft(12));
        foreach (int classes in (ReadOnlySpan<int>)[10, 100, 1000, 50257])
        {
            foreach (Pass pass in Enum.GetValues<Pass>())
            {
                double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => Fresh(classes, pass))];
                IEnumerable<string> cells = Enumerable.Range(0, runs[0].Length).Select(i => TextTable.Duration(Timing.Of(runs.Select(run => run[i])).Median).PadLeft(12));
                Console.WriteLine($"{FirstCallProcess.Rows(classes)}x{classes}".PadRight(12) + (pass == Pass.Forward ? "f" : "f+b").PadRight(6) + string.Concat(cells));
            }
        }

        return 0;
    }

    private static double[] Fresh(int classes, Pass pass)
    {
        string program = typeof(FirstCallCommand).Assembly.Location;
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. HasHost() ? [program] : Array.Empty<string>(), Child, $"{classes}", $"{pass}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? [.. output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)] : throw new InvalidOperationException(output);
    }

    /// <summary>Whether this process is dotnet, which is told what to run.</summary>
    private static bool HasHost() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
}
