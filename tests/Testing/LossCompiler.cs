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

    private static readonly ConcurrentDictionary<(Declaration, VectorWidth?, bool), DeclaredLoss> Known = new();

    // Two threads that want the same declaration must not compile it twice.
    private static readonly Lock Compiling = new();

    /// <summary>Compiles one declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="only">The only vector width that its calls will run at; null for any.</param>
    public static DeclaredLoss Compile(Declaration declaration, VectorWidth? only = null) => Compile([declaration], only)[0];

    /// <summary>Compiles declarations for GPUs alone: their calls run on devices of Gen.CrossEntropy.Ilgpu.</summary>
    /// <param name="declarations">The declarations.</param>
    public static IReadOnlyList<DeclaredLoss> CompileForGpu(IReadOnlyCollection<Declaration> declarations) => Compile(declarations, null, gpu: true);

    /// <summary>Compiles declarations; the results are in their order. A refused one, or one whose generated code is faulty, does not stop the others.</summary>
    /// <param name="declarations">The declarations.</param>
    /// <param name="only">The only vector width that their calls will run at; null for any. It saves time.</param>
    public static IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<Declaration> declarations, VectorWidth? only = null) =>
        // Under a switch nothing but the widest vectors that it leaves is run.
        Compile(declarations, only ?? (Widths.Switched ? Widths.Tested[0] : null), gpu: false);

    private static IReadOnlyList<DeclaredLoss> Compile(IReadOnlyCollection<Declaration> declarations, VectorWidth? only, bool gpu)
    {
        lock (Compiling)
        {
            foreach (Declaration[] part in declarations.Distinct().Where(d => !Known.ContainsKey((d, only, gpu))).Chunk(MaxTogether))
            {
                CompileTogether(part, only, gpu);
            }
        }

        return [.. declarations.Select(d => Known[(d, only, gpu)])];
    }

    /// <summary>Forgets every compiled loss, so that those that nobody holds can be unloaded.</summary>
    public static void Forget() => Known.Clear();

    private static void CompileTogether(ReadOnlySpan<Declaration> declarations, VectorWidth? only, bool gpu)
    {
        string[] sources = new string[declarations.Length];
        (string Path, string Text)[] companions = new (string, string)[declarations.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = declarations[i].Source(Namespace, Name(i));
            companions[i] = (FilesOf(i) + DeclaredCallsText.Suffix + ".cs", DeclaredCallsText.Of(declarations[i], Namespace, Name(i)));
        }

        HostedCompilation compilation = GeneratorHost.Compile(sources, only: only, companions: companions, gpu: gpu);
        if (compilation.Fault is null || declarations.Length == 1)
        {
            for (int i = 0; i < declarations.Length; i++)
            {
                Known[(declarations[i], only, gpu)] = Bind(declarations[i], compilation, i);
            }

            return;
        }

        // Those whose own files do not compile are at fault; the others get a second compilation. Where no file can be blamed, halves find who is at fault.
        List<Declaration> others = [];
        for (int i = 0; i < declarations.Length; i++)
        {
            if (FaultOf(compilation, i) is { } fault)
            {
                Known[(declarations[i], only, gpu)] = new DeclaredLoss(declarations[i], compilation.Diagnostics[i], fault, null);
            }
            else
            {
                others.Add(declarations[i]);
            }
        }

        ReadOnlySpan<Declaration> left = [.. others];
        int first = left.Length == declarations.Length ? left.Length / 2 : 0;
        if (first > 0)
        {
            CompileTogether(left[..first], only, gpu);
        }

        if (left.Length > first)
        {
            CompileTogether(left[first..], only, gpu);
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
