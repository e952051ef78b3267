using System.Runtime.InteropServices;
using Gen.CrossEntropy.Numerics;
using Gen.CrossEntropy.Testing;

// What docs/numerics.md says of errors, measured. Names of losses as arguments leave out the others; "functions", "distances" and "sums" are the other tables.
// On the error stream: where the worst errors are.
string[] tables = [.. args.Where(a => a is "functions" or "distances" or "sums")], losses = [.. args.Except(tables)];
bool all = args.Length == 0;
using PyTorch pytorch = new(Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3");
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {pytorch.Version ?? "without PyTorch"}, widths {string.Join(", ", Widths.Tested)}.");
if (all || tables.Contains("functions"))
{
    Console.WriteLine();
    new FunctionTable(pytorch).Print();
}

if (all || tables.Contains("distances"))
{
    Console.WriteLine();
    new DistanceTable(pytorch).Print();
}

if (all || losses.Length > 0)
{
    Console.WriteLine();
    new LossTable(pytorch, name => all || losses.Contains(name)).Print();
}

if (all || tables.Contains("sums"))
{
    Console.WriteLine();
    new SumTable(pytorch).Print();
}
