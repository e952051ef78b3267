using System.Diagnostics;

namespace EveryWidth;

/// <summary>The dotnet command.</summary>
internal static class DotNet
{
    private static readonly Dictionary<string, string> AsItIs = [];

    /// <summary>Builds everything in Release; warnings are errors by the projects' own settings.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="settings">Settings of the build.</param>
    public static bool Build(string root, IReadOnlyList<string> settings) =>
        Run(root, AsItIs, ["build", Path.Combine(root, "Gen.CrossEntropy.sln"), "-c", "Release", "--nologo", "-v", "q", .. settings], out string output) || Fail(output);

    /// <summary>Runs dotnet and returns whether it succeeded.</summary>
    public static bool Run(string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, out string output)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Task<string> error = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output += error.Result;
        return process.ExitCode == 0;
    }

    private static bool Fail(string output)
    {
        Console.WriteLine(output);
        return false;
    }
}
