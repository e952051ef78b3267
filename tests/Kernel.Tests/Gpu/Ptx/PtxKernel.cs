using System.Reflection;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Testing;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu.Ptx;

/// <summary>A generated kernel as NVIDIA's assembler gets it. To make it takes no GPU.</summary>
internal sealed class PtxKernel
{
    private readonly string[] _instructions;

    private PtxKernel(string text)
    {
        Text = text;

        // An instruction ends in a semicolon; a predicate, "@p1" or "@!p1", stands before the name.
        _instructions = [.. text[text.IndexOf('{', StringComparison.Ordinal)..]
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.EndsWith(';') && line[0] != '.')
            .Select(line => line[0] == '@' ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart() : line)];
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>How many instructions it has.</summary>
    public int Length => _instructions.Length;

    /// <summary>Compiles a loss's kernel with shuffles.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="positions">Whether samples are positions of [N, C, S] instead of rows of [N, C].</param>
    /// <param name="architecture">The cards that it is for.</param>
    public static PtxKernel Of(CompiledLoss loss, LossPass pass, bool positions, CudaArchitecture architecture)
    {
        MethodInfo choice = loss.Type.GetMethod($"{pass}Gpu", BindingFlags.Static | BindingFlags.NonPublic)!;
        object kernel = choice.Invoke(null, choice.GetParameters().Length == 0 ? [] : [positions ? (nint)2 : 1])!;
        Delegate withShuffles = (Delegate)kernel.GetType().GetProperty(nameof(GpuKernel<float, float>.WithShuffles))!.GetValue(kernel)!;

        // As on devices. A context of its own: one that has failed once compiles nothing any more.
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, architecture, CudaInstructionSet.ISA_88, null!);
        return new PtxKernel(((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(withShuffles.Method), default)).PTXAssembly);
    }

    /// <summary>How many instructions have names that begin so.</summary>
    public int Count(string beginning) => _instructions.Count(instruction => instruction.StartsWith(beginning, StringComparison.Ordinal));
}
