using System.Text.Json;
using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;

namespace Gen.CrossEntropy.Conformance;

/// <summary>Reads the cases, compiles their declarations together, and calls each; one case that fails does not stop the others.</summary>
internal sealed class Runner(Options options, Target target)
{
    private readonly List<Outcome> outcomes = [];
    private readonly List<VectorCase> cases = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);

    /// <summary>One per case, in the order of the files.</summary>
    public IReadOnlyList<Outcome> Outcomes => outcomes;

    /// <summary>How many cases of which kind are left out, because no loss is of that kind.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => leftOut;

    public void Run()
    {
        foreach (string path in VectorFile.In(options.Vectors))
        {
            Read(path);
        }

        using IDisposable scope = Widths.Use(target.Width);
        Dictionary<VectorCase, Declaration> declarations = new(ReferenceEqualityComparer.Instance as IEqualityComparer<VectorCase>);
        foreach (VectorCase truth in cases)
        {
            Guard(truth.Name, () =>
            {
                try
                {
                    declarations[truth] = truth.Declaration(options.DType, options.WeightsPerCall);
                }
                catch (ArgumentException impossible)
                {
                    outcomes.Add(new Refused(truth.Name, impossible.Message));
                }
            });
        }

        target.Compile([.. declarations.Values, .. declarations.Keys.Where(truth => truth.LogProbabilities is not null).Select(LogSoftmax)]);
        foreach ((VectorCase truth, Declaration declaration) in declarations)
        {
            int before = outcomes.Count;
            Guard(truth.Name, () => outcomes.Add(Call(truth, target.Compile(declaration))));
            if (outcomes[before] is Failed)
            {
                target.Reopen();
            }
        }
    }

    private Declaration LogSoftmax(VectorCase truth) => truth.ForLogProbabilities().Declaration(options.DType, weightsPerCall: false);

    private void Read(string path)
    {
        int index = 0;
        try
        {
            using JsonDocument file = VectorFile.Open(path);
            foreach (JsonElement element in file.RootElement.GetProperty("cases").EnumerateArray())
            {
                try
                {
                    Read(element);
                }
                catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException)
                {
                    outcomes.Add(new Unreadable($"{path}, case {index}", fault.Message));
                }

                index++;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            outcomes.Add(new Unreadable(path, fault.Message));
        }
    }

    private void Read(JsonElement element)
    {
        (string kind, string name) = (VectorFile.Kind(element), VectorFile.Name(element));
        if (!VectorFile.Knows(kind))
        {
            leftOut[kind] = leftOut.GetValueOrDefault(kind) + 1;
        }
        else if (!names.Add(name))
        {
            outcomes.Add(new Unreadable(name, "An earlier case has this name; only that one is answered."));
        }
        else
        {
            Guard(name, () => cases.Add(VectorFile.Parse(element)));
        }
    }

    private Outcome Call(VectorCase truth, DeclaredLoss declared)
    {
        if (declared.IsRefused)
        {
            return new Refused(truth.Name, declared.Why);
        }

        if (declared.Fault is { } fault)
        {
            return new Failed(truth.Name, fault);
        }

        try
        {
            LossResult result = target.Call(declared.Loss, truth, options.IndexType);
            double[]? logs = truth.LogProbabilities is null ? null : VectorRun.LogProbabilities(target.Compile(LogSoftmax(truth)).Loss, truth, target.Device);
            return new Answered(truth.Name, result with { LogProbabilities = logs ?? [] }, truth.IsScalar);
        }
        catch (ArgumentException refusal)
        {
            return new Refused(truth.Name, refusal.Message);
        }
    }

    private void Guard(string name, Action step)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // Whatever a case does wrong, it must not lose the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            outcomes.Add(new Failed(name, fault.GetType().Name + ": " + fault.Message));
        }
    }
}
