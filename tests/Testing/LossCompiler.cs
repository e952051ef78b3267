using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Testing;

/// <summary>From declarations to losses that can be called. Each declaration is compiled once in a process; many together are quicker than one by one.</summary>
public static class LossCompiler
{
    private const string Namespace = "Declared";

    // The memory of a compilation grows with its text, and a fault sends half of it through the compiler again.
    private const int MaxTogether = 48;

    private static readonly ConcurrentDictionary<Wanted, DeclaredLoss> Known = new();

    // Two threads that want the same declaration must not compile it twice.
    private static readonly Lock Compiling = new();

    /// <summary>Compiles one declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="only">The only vector width that its calls will run at; null for any.</param>
    public static DeclaredLoss Compile(Declaration declaration, VectorWidth? only = null) => Compile([declaration], only)[0];

    /// <summary>Compiles declarations for GPUs alone: their calls run on devices of Gen.CrossEntropy.Ilgpu.</summary>
    /// <param name="declarations">The declarations.</param>
    public static IReadOnlyList<DeclaredLoss> CompileForGpu(IReadOnlyCollection<Declaration> declarations) => Compile([.. declarations.Select(d => new Wanted(d, null, Gpu: true))]);

    /// <summary>Compiles declarations for GPUs alone, and for these calls alone.</summary>
    /// <param name="calls">The declarations, each as often as it likes, with the layout of a call. Those of all its calls are compiled, which saves time where there is one.</param>
    public static IReadOnlyList<DeclaredLoss> CompileForGpu(IReadOnlyCollection<(Declaration Declaration, CalledLayouts Layout)> calls) => Compile(calls, null, gpu: true);

    /// <summary>Compiles declarations; the results are in their order. A refused one, or one whose generated code is faulty, does not stop the others.</summary>
    /// <param name="declarations">The declarations.</param>
    /// <param name="only">The only vector width that their calls will run at; null for any. It saves time.</param>
    public static IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<Declaration> declarations, VectorWidth? only = null) =>
        // Under a switch nothing but the widest vectors that it leaves is run.
        Compile([.. declarations.Select(d => new Wanted(d, only ?? (Widths.Switched ? Widths.Tested[0] : null), Gpu: false))]);

    /// <summary>Compiles declarations for calls at one width and of these layouts alone; the results are in the order of the calls.</summary>
    /// <param name="calls">The declarations, each as often as it likes, with the layout of a call. Those of all its calls are compiled, which saves time where there is one.</param>
    /// <param name="only">The only vector width that the calls will run at.</param>
    public static IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<(Declaration Declaration, CalledLayouts Layout)> calls, VectorWidth only) => Compile(calls, only, gpu: false);

    private static IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<(Declaration Declaration, CalledLayouts Layout)> calls, VectorWidth? only, bool gpu)
    {
        Dictionary<Declaration, CalledLayouts> layouts = calls.GroupBy(call => call.Declaration, call => call.Layout).ToDictionary(same => same.Key, same => same.Aggregate((a, b) => a | b));
        return Compile([.. calls.Select(call => new Wanted(call.Declaration, only, gpu, layouts[call.Declaration]))]);
    }

    private static IReadOnlyList<DeclaredLoss> Compile(Wanted[] wanted)
    {
        lock (Compiling)
        {
            foreach (Wanted[] part in wanted.Distinct().Where(w => !Known.ContainsKey(w)).Chunk(MaxTogether))
            {
                CompileTogether(part);
            }
        }

        return [.. wanted.Select(w => Known[w])];
    }

    /// <summary>Forgets every compiled loss, so that those that nobody holds can be unloaded.</summary>
    public static void Forget() => Known.Clear();

    // All of one width, for CPUs or for GPUs.
    private static void CompileTogether(ReadOnlySpan<Wanted> wanted)
    {
        string[] sources = new string[wanted.Length];
        (string Path, string Text)[] companions = new (string, string)[wanted.Length];
        (string Files, CalledLayouts Layouts)[] called = new (string, CalledLayouts)[wanted.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = wanted[i].Declaration.Source(Namespace, Name(i));
            companions[i] = (FilesOf(i) + DeclaredCallsText.Suffix + ".cs", DeclaredCallsText.Of(wanted[i].Declaration, Namespace, Name(i)));
            called[i] = (FilesOf(i), wanted[i].Layouts);
        }

        HostedCompilation compilation = GeneratorHost.Compile(sources, only: wanted[0].Only, companions: companions, gpu: wanted[0].Gpu, called: called);
        if (compilation.Fault is null || wanted.Length == 1)
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                Known[wanted[i]] = Bind(wanted[i].Declaration, compilation, i);
            }

            return;
        }

        // Those whose own files do not compile are at fault; the others get a second compilation. Where no file can be blamed, halves find who is at fault.
        List<Wanted> others = [];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (FaultOf(compilation, i) is { } fault)
            {
                Known[wanted[i]] = new DeclaredLoss(wanted[i].Declaration, compilation.Diagnostics[i], fault, null);
            }
            else
            {
                others.Add(wanted[i]);
            }
        }

        ReadOnlySpan<Wanted> left = [.. others];
        int first = left.Length == wanted.Length ? left.Length / 2 : 0;
        if (first > 0)
        {
            CompileTogether(left[..first]);
        }

        if (left.Length > first)
        {
            CompileTogether(left[first..]);
        }
    }

    // The first errors in the files generated for a declaration and in the one that calls it, or null. Their names begin with the full name of its class.
    private static string? FaultOf(HostedCompilation compilation, int index)
    {
        string beginning = FilesOf(index);
        Diagnostic[] errors = [.. compilation.Errors.Where(e => Path.GetFileName(e.Location.SourceTree?.FilePath ?? "").StartsWith(beginning, StringComparison.Ordinal)).Take(3)];
        return errors.Length == 0 ? null : "The generated code does not compile: " + string.Join("; ", errors.Select(e => e.ToString()));
    }

    private static DeclaredLoss Bind(Declaration declaration, HostedCompilation compilation, int index)
    {
        ImmutableArray<Diagnostic> diagnostics = compilation.Diagnostics[index];
        if (compilation.Fault is not null || diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return new DeclaredLoss(declaration, diagnostics, compilation.Fault, null);
        }

        Type type = compilation.Assembly!.GetType(Namespace + "." + Name(index), throwOnError: true)!;
        Type calls = compilation.Assembly.GetType(Namespace + "." + Name(index) + DeclaredCallsText.Suffix, throwOnError: true)!;
        return new DeclaredLoss(declaration, diagnostics, null, CompiledLoss.Create(declaration, type, Activator.CreateInstance(calls)!));
    }

    // What the names of the files of a declaration begin with.
    private static string FilesOf(int index) => Namespace + "." + Name(index) + ".";

    private static string Name(int index) => "Loss" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>What of a declaration is to be compiled.</summary>
    /// <param name="Declaration">The declaration.</param>
    /// <param name="Only">The only vector width that is called; null for any.</param>
    /// <param name="Gpu">Whether calls run on devices of Gen.CrossEntropy.Ilgpu.</param>
    /// <param name="Layouts">The layouts of its calls.</param>
    private readonly record struct Wanted(Declaration Declaration, VectorWidth? Only, bool Gpu, CalledLayouts Layouts = CalledLayouts.All);
}

/// <summary>What became of a declaration: a loss, or the diagnostics that refuse it, or a fault of the generator.</summary>
public sealed class DeclaredLoss
{
    private readonly CompiledLoss? loss;

    internal DeclaredLoss(Declaration declaration, ImmutableArray<Diagnostic> diagnostics, string? fault, CompiledLoss? loss)
    {
        (Declaration, Diagnostics, this.loss) = (declaration, diagnostics, loss);
        Fault = IsRefused ? null : fault;
    }

    /// <summary>The declaration.</summary>
    public Declaration Declaration { get; }

    /// <summary>What compiler and analyzers say of it.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Whether a diagnostic refuses it.</summary>
    public bool IsRefused => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>A defect of the generator: it threw, wrote nothing, or what it wrote does not compile. Null for a loss and for a refused declaration.</summary>
    public string? Fault { get; }

    /// <summary>The loss.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says why.</exception>
    public CompiledLoss Loss => loss ?? throw new InvalidOperationException($"{Declaration}: {Why}");

    /// <summary>Why there is no loss, in words; empty if there is one.</summary>
    public string Why => IsRefused
        ? string.Join("; ", Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id + ": " + d.GetMessage(CultureInfo.InvariantCulture)))
        : Fault ?? "";
}
