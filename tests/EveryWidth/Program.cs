using System.Globalization;
using EveryWidth;

// Builds the solution, runs every test project, and runs the kernels' tests again as older machines would: without AVX-512, without AVX2, without vectors.
// Ends with "N passed, N failed"; the exit code is 0 only if nothing failed.
if (args is ["--help" or "-h"])
{
    Console.WriteLine("usage: dotnet run -c Release --project tests/EveryWidth [-- --ilgpu | --ilgpu-feed FOLDER]");
    Console.WriteLine("Builds the solution and runs all tests; those of the kernels once more under each environment switch that takes vectors away.");
    Console.WriteLine("GPU kernels run on the simulator of the tests; with --ilgpu on ILGPU (restored from FOLDER, too): on its CPU accelerator, which is slow, and on the devices of the machine.");
    return 0;
}

if (args is not ([] or ["--ilgpu"] or ["--ilgpu-feed", _]))
{
    Console.Error.WriteLine(args is ["--ilgpu-feed"] ? "--ilgpu-feed: expected a folder of packages." : $"There is no option {args[0]}; try --help.");
    return 2;
}

string root = Repository.Root();
string[] ilgpu = args switch
{
    [] => [],
    ["--ilgpu"] => ["-p:EnableIlgpu=true"],
    [_, string feed, ..] => ["-p:EnableIlgpu=true", $"-p:IlgpuFeed={Path.GetFullPath(feed)}"],
    _ => throw new InvalidOperationException("Options are checked above."),
};
Console.WriteLine(ilgpu.Length > 0 ? "GPU kernels run on ILGPU: its CPU accelerator, and the devices that this machine has." : "GPU kernels run on the simulator of the tests.");
if (!DotNet.Build(root, ilgpu))
{
    Console.WriteLine("0 passed, 1 failed (the build)");
    return 1;
}

// A run keeps little more than one core busy; memory is enough for two.
const int AtATime = 2;
RunQueue queue = new(TestRun.All(root));
List<TestResult> results = [];
Task.WaitAll([.. Enumerable.Range(0, AtATime).Select(_ => Task.Run(Work))]);

void Work()
{
    while (queue.Take() is { } run)
    {
        TestResult result;
        try
        {
            result = run.Execute();
        }
        finally
        {
            // Others wait for it, whatever became of it.
            queue.End(run);
        }

        lock (results)
        {
            results.Add(result);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Name,-60} {result.Passed,6} passed {result.Failed,4} failed {result.Skipped,4} skipped  {result.Elapsed.TotalSeconds,6:F1} s"));
            foreach (string failure in result.Failures)
            {
                Console.WriteLine(failure);
            }
        }
    }
}

int passed = results.Sum(r => r.Passed), failed = results.Sum(r => r.Failed);
int skipped = results.Sum(r => r.Skipped);
foreach (IGrouping<string, string> skip in results.SelectMany(r => r.Skips).GroupBy(reason => reason).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Skipped {skip.Count(),4}: {skip.Key}"));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}"));
return failed == 0 && passed > 0 ? 0 : 1;
