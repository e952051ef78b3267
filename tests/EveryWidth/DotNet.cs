using System.Diagnostics;

namespace EveryWidth;

/// <summary>The dotnet command.</summary>
internal static class DotNet
{
    private static readonly Dictionary<string, string> AsItIs = [];

    /// <summary>The settings that build against ILGPU, if it can be restored; else none, and the simulator stands in for it.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="feed">A folder of packages to restore it from, too.</param>
    public static IReadOnlyList<string> IlgpuSettings(string root, string? feed)
    {
        string[] settings = ["-p:EnableIlgpu=true", .. feed is null ? (string[])[] : [$"-p:IlgpuFeed={feed}"]];
        return Run(root, AsItIs, ["restore", Path.Combine(root, "src/Runtime.Ilgpu/Gen.CrossEntropy.Ilgpu.csproj"), "--nologo", "-v", "q", .. settings], out _) ? settings : [];
    }

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
