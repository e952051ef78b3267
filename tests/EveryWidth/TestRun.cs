using System.Diagnostics;
using System.Xml.Linq;

namespace EveryWidth;

/// <summary>What one run of one test project came to.</summary>
internal sealed record TestResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures, IReadOnlyList<string> Skips, TimeSpan Elapsed);

/// <summary>A test project under an environment.</summary>
internal sealed record TestRun(string Root, string Project, string Setting)
{
    /// <summary>The switches of the .NET runtime that make it another machine; the empty one is this machine.</summary>
    private static readonly string[] _settings = ["", "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];

    public string Name => Setting.Length == 0 ? Project : $"{Project} with {Setting}";

    /// <summary>Every test project as it is, the kernels' first, which take longest; then, with what these have compiled, those whose code depends on the vectors under each switch.</summary>
    public static IReadOnlyList<IReadOnlyList<TestRun>> Phases(string root)
    {
        string[] projects = Directory.GetFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(root, file))
            .ToArray();
        return
        [
            [.. projects.OrderByDescending(IsOfKernels).Select(project => new TestRun(root, project, ""))],
            [
                .. projects.Where(project => IsOfKernels(project) || project.Contains("Runtime.Tests", StringComparison.Ordinal)).OrderByDescending(IsOfKernels)
                    .SelectMany(project => _settings.Skip(1).Select(setting => new TestRun(root, project, setting))),
            ],
        ];

        static bool IsOfKernels(string project) => project.Contains("Kernel.Tests", StringComparison.Ordinal);
    }

    public TestResult Execute()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("every-width-");
        try
        {
            Dictionary<string, string> environment = [];
            if (Setting.Length > 0)
            {
                string[] parts = Setting.Split('=');
                environment[parts[0]] = parts[1];
            }

            long start = Stopwatch.GetTimestamp();
            bool succeeded = DotNet.Run(
                Root,
                environment,
                ["test", Project, "-c", "Release", "--no-build", "--nologo", "--logger", "trx;LogFileName=results.trx", "--results-directory", folder.FullName],
                out string output);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            string results = Path.Combine(folder.FullName, "results.trx");
            return File.Exists(results)
                ? Read(XDocument.Load(results), succeeded, output, elapsed)
                : new TestResult(0, 1, 0, [$"{Name} gave no results:\n{output}"], [], elapsed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private TestResult Read(XDocument document, bool succeeded, string output, TimeSpan elapsed)
    {
        XNamespace names = document.Root!.Name.Namespace;
        XElement[] tests = document.Descendants(names + "UnitTestResult").ToArray();
        XElement[] failed = Outcome("Failed"), skipped = Outcome("NotExecuted");
        List<string> failures = failed.Select(t => $"FAILED {t.Attribute("testName")?.Value}\n{t.Descendants(names + "Message").FirstOrDefault()?.Value}").ToList();
        if (!succeeded && failures.Count == 0)
        {
            // A host that crashed reports what it finished.
            failures.Add($"{Name} ended badly:\n{output}");
        }

        if (tests.Length == skipped.Length && failures.Count == 0)
        {
            failures.Add($"{Name} ran no test:\n{output}");
        }

        return new TestResult(
            Outcome("Passed").Length,
            failures.Count,
            skipped.Length,
            failures,
            skipped.Select(t => $"{Name}: {t.Descendants(names + "Message").FirstOrDefault()?.Value ?? t.Attribute("testName")?.Value}").ToList(),
            elapsed);

        XElement[] Outcome(string name) => tests.Where(t => t.Attribute("outcome")?.Value == name).ToArray();
    }
}
