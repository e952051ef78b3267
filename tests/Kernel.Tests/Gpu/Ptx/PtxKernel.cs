using System.Reflection;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Testing;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu.Ptx;

/// <summary>A generated kernel as NVIDIA's assembler gets it. To make it takes no GPU.</summary>
internal sealed class PtxKernel
{
    private static readonly string[] Ends = ["bra", "bar", "st.global"];

    private static readonly string[] Instructions = ["ex2.approx.ftz.f32", "cvt.f32.f16", "cvt.rn.f16", "cvt.rn.bf16"];

    private readonly string[] _instructions;

    private PtxKernel(string text)
    {
        Text = text;

        // Labels end in a colon, declarations begin with a dot. A predicate, "@p1" or "@!p1", stands in front of the instruction's name.
        _instructions = [.. text[text.IndexOf('{', StringComparison.Ordinal)..]
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.EndsWith(':') || (line.EndsWith(';') && line[0] != '.'))
            .Select(line => line[0] == '@' ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart() : line)];
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>How many instructions it has, but for those that pass what <see cref="AmpereNumbers"/> gives through local memory (<see cref="Locals"/>): the assembler takes them out.</summary>
    public int Length => _instructions.Count(instruction => instruction.EndsWith(';') && !instruction.Contains("local", StringComparison.Ordinal));

    /// <summary>
    /// How many of the kernel's variables lie in local memory without being what an instruction of <see cref="AmpereNumbers"/> gives: ILGPU has each of these results pass through one of its own, and the assembler has them in
    /// registers again.
    /// </summary>
    public int Locals => Text.Split(".local ").Length - 1 - _instructions.Count(instruction => Instructions.Any(name => IsNamed(instruction, name)));

    /// <summary>Compiles a loss's kernel as devices do: for cards from Ampere on the one with their instructions, if there is one, else that with shuffles.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="positions">Whether samples are positions of [N, C, S] instead of rows of [N, C].</param>
    /// <param name="architecture">The cards that it is for.</param>
    public static PtxKernel Of(CompiledLoss loss, LossPass pass, bool positions, CudaArchitecture architecture)
    {
        bool older = architecture < CudaArchitecture.SM_80;
        MethodInfo choice = loss.Type.GetMethod($"{pass}Gpu", BindingFlags.Static | BindingFlags.NonPublic)!;
        object kernel = choice.Invoke(null, choice.GetParameters().Length == 0 ? [] : [positions ? (nint)2 : 1])!;
        Delegate method = (older ? null : Flavour(nameof(GpuKernel<float, float>.OnAmpere))) ?? Flavour(nameof(GpuKernel<float, float>.WithShuffles))!;

        // As devices do it.
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, architecture, older ? CudaInstructionSet.ISA_63 : CudaInstructionSet.ISA_88, null!);
        int resident = older ? 0 : Number(nameof(GpuKernel<float, float>.ResidentGroups));
        KernelSpecialization specialization = resident > 0 ? new(Number(nameof(GpuKernel<float, float>.GroupSize)) * Number(nameof(GpuKernel<float, float>.GroupsTogether)), resident) : default;
        return new PtxKernel(((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method.Method), specialization)).PTXAssembly);

        int Number(string name) => (int)kernel.GetType().GetProperty(name)!.GetValue(kernel)!;

        Delegate? Flavour(string name) => (Delegate?)kernel.GetType().GetProperty(name)!.GetValue(kernel);
    }

    /// <summary>How many instructions have names that begin so.</summary>
    public int Count(string name) => _instructions.Count(instruction => IsNamed(instruction, name));

    /// <summary>The most instructions whose names begin so of any way through the kernel on which nothing keeps the assembler from beginning them all at once: no branch, no barrier, nothing written that they may read.</summary>
    public int Together(string name)
    {
        int most = 0, together = 0;
        foreach (string instruction in _instructions)
        {
            if (IsNamed(instruction, name))
            {
                most = Math.Max(most, ++together);
            }
            else if (instruction.EndsWith(':') || Ends.Any(end => IsNamed(instruction, end)))
            {
                together = 0;
            }
        }

        return most;
    }

    /// <summary>How many reads of memory that callers have stand behind a write of it, with no branch between them. What is written may be what is read.</summary>
    public int ReadsBehindWrites()
    {
        int reads = 0;
        bool written = false;
        foreach (string instruction in _instructions)
        {
            written = !instruction.EndsWith(':') && !IsNamed(instruction, "bra") && (written || IsNamed(instruction, "st.global"));
            reads += written && IsNamed(instruction, "ld.global") ? 1 : 0;
        }

        return reads;
    }

    /// <summary>How many instructions whose names begin so stand behind the first of those that begin otherwise, all branches taken as they are written.</summary>
    public int Behind(string first, string name) => _instructions.SkipWhile(instruction => !IsNamed(instruction, first)).Count(instruction => IsNamed(instruction, name));

    private static bool IsNamed(string instruction, string name) => instruction.StartsWith(name, StringComparison.Ordinal) && instruction.EndsWith(';');
}
