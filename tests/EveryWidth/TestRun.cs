using System.Diagnostics;
using System.Xml.Linq;

namespace EveryWidth;

/// <summary>What one run of one test project came to.</summary>
internal sealed record TestResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures, IReadOnlyList<string> Skips, TimeSpan Elapsed);

/// <summary>A test project, or a part of it, under an environment.</summary>
internal sealed record TestRun(string Root, string Project, string Setting)
{
    /// <summary>The switches of the .NET runtime that make it another machine.</summary>
    private static readonly string[] _switches = ["DOTNET_EnableAVX512=0", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];

    /// <summary>A filter of <c>dotnet test</c> that says which tests are the part, and what these are called; null for all tests.</summary>
    public (string Filter, string Name)? Part { get; init; }

    /// <summary>The run that must have ended before, since this one takes what it has compiled; null for none.</summary>
    public TestRun? After { get; init; }

    public string Name => Project + (Part is { } part ? $", {part.Name}" : "") + (Setting.Length == 0 ? "" : $" with {Setting}");

    /// <summary>
    /// Every test project as it is, and those whose code depends on the vectors under each switch. In the order in which they are to begin: those that take longest first. The kernels' tests are two parts, so that both cores have
    /// work: those of CPU kernels, and those of GPU kernels, which no switch changes.
    /// </summary>
    public static IReadOnlyList<TestRun> All(string root)
    {
        const string Gpu = "Gen.CrossEntropy.Kernel.Tests.Gpu";
        string[] projects = [.. Directory.GetFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
        string kernels = projects.Single(project => IsOf(project, "Kernel.Tests")), runtime = projects.Single(project => IsOf(project, "Runtime.Tests"));
        TestRun cpu = new(root, kernels, "") { Part = ($"FullyQualifiedName!~{Gpu}", "CPU") }, gpu = cpu with { Part = ($"FullyQualifiedName~{Gpu}", "GPU") };
        return
        [
            cpu,
            gpu,
            .. _switches.Select(setting => cpu with { Setting = setting, After = cpu }),
            .. projects.Where(project => project != kernels).OrderByDescending(project => IsOf(project, "Generator.Tests")).Select(project => new TestRun(root, project, "")),
            .. _switches.Select(setting => new TestRun(root, runtime, setting) { Part = ("FullyQualifiedName!~Gen.CrossEntropy.Runtime.Tests.Buffers", "all but buffers, which know no vectors") }),
        ];

        static bool IsOf(string project, string name) => Path.GetFileName(Path.GetDirectoryName(project)) == name;
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
                ["test", Project, "-c", "Release", "--no-build", "--nologo", "--logger", "trx;LogFileName=results.trx", "--results-directory", folder.FullName, .. Part is { } part ? (string[])["--filter", part.Filter] : []],
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
