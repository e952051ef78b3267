using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Testing;
using ILGPU.Runtime.Cuda;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu.Ptx;

/// <summary>What becomes of kernels on NVIDIA's cards, as far as it shows without one: the instructions that they were planned for, and no others.</summary>
public sealed class PtxTests
{
    private static readonly CudaArchitecture[] Architectures = [CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    private static readonly LossPass[] Passes = [LossPass.Forward, LossPass.Backward, LossPass.ForwardBackward];

    /// <summary>
    /// Rows: for each number of classes and type of elements the accesses of 16 bytes that a thread begins together, on its walk over a row or on a round of it; the classes that these are, where the walk is not over one
    /// a round; whether the row is walked again for the gradient; and a bound on the instructions of the longest kernel.
    /// </summary>
    public static TheoryData<int, DType, int, int, bool, int> Rows => new()
    {
        // A tile: through shared memory, an element at a time.
        { 10, DType.Float32, 0, 10, false, 430 },
        { 10, DType.BFloat16, 0, 10, false, 530 },
        { 10, DType.Float16, 0, 10, false, 640 },
        { 10, DType.Float64, 0, 10, false, 770 },

        // A row in registers.
        { 256, DType.Float32, 2, 8, false, 270 },
        { 256, DType.BFloat16, 1, 8, false, 370 },
        { 256, DType.Float16, 1, 8, false, 590 },
        { 256, DType.Float64, 4, 8, false, 690 },
        { 1000, DType.Float32, 8, 32, false, 600 },
        { 1000, DType.BFloat16, 4, 32, false, 1000 },
        { 1000, DType.Float16, 4, 32, false, 1850 },
        { 1000, DType.Float64, 4, 8, false, 880 },
        { 4096, DType.Float32, 8, 32, false, 660 },
        { 4096, DType.BFloat16, 4, 32, false, 1050 },
        { 4096, DType.Float16, 4, 32, false, 1900 },
        { 4096, DType.Float64, 8, 16, false, 1280 },

        // Walked in rounds of four; an odd number of classes leaves no row but the first on a boundary of 16 bytes, and one class over.
        { 50257, DType.Float32, 0, 5, true, 490 },
        { 50257, DType.BFloat16, 0, 5, true, 590 },
        { 50257, DType.Float16, 0, 5, true, 790 },
        { 50257, DType.Float64, 0, 5, true, 1230 },
        { 131072, DType.Float32, 4, 16, true, 620 },
        { 131072, DType.BFloat16, 4, 32, true, 1330 },
        { 131072, DType.Float16, 4, 32, true, 2550 },
        { 131072, DType.Float64, 4, 8, true, 1500 },
    };

    /// <summary>Positions: the elements that a thread begins to read together, the classes of one walk's text, whether there are several walks, and a bound on the instructions of the longest kernel.</summary>
    public static TheoryData<int, DType, int, int, bool, int> Positions => new()
    {
        { 10, DType.Float32, 10, 10, false, 330 },
        { 10, DType.BFloat16, 10, 10, false, 480 },
        { 10, DType.Float16, 10, 10, false, 740 },
        { 10, DType.Float64, 10, 10, false, 740 },
        { 1000, DType.Float32, 4, 4, true, 380 },
        { 1000, DType.BFloat16, 4, 4, true, 470 },
        { 1000, DType.Float16, 4, 4, true, 660 },
        { 1000, DType.Float64, 4, 4, true, 680 },
        { 50257, DType.Float32, 4, 5, true, 430 },
        { 50257, DType.BFloat16, 4, 5, true, 530 },
        { 50257, DType.Float16, 4, 5, true, 780 },
        { 50257, DType.Float64, 4, 5, true, 780 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rows_AreReadAndWrittenAsPlanned(int classes, DType dtype, int packs, int exponentials, bool walkedAgain, int most) => ForEach(classes, dtype, positions: false, (kernel, pass) =>
    {
        bool writes = pass != LossPass.Forward;
        int walks = walkedAgain && writes ? 2 : 1;
        string read = $"ld.global.{Pack(dtype)}", written = $"st.global.{Pack(dtype)}";
        Assert.Equal(packs * walks, kernel.Count(read));
        Assert.Equal(packs, kernel.Together(read));

        // One more store: the zeros of an ignored sample.
        Assert.Equal(writes && packs > 0 ? packs + 1 : 0, kernel.Count(written));
        Assert.Equal(kernel.Count(read), kernel.Count("ld.global.v"));
        Assert.Equal(kernel.Count(written), kernel.Count("st.global.v"));
        Check(kernel, dtype, exponentials * walks, most);
    });

    [Theory]
    [MemberData(nameof(Positions))]
    public void Positions_AreReadAndWrittenAsPlanned(int classes, DType dtype, int together, int exponentials, bool walkedAgain, int most) => ForEach(classes, dtype, positions: true, (kernel, pass) =>
    {
        Assert.Equal(together, kernel.Together($"ld.global.{Element(dtype)}"));
        Assert.Equal(0, kernel.Count("ld.global.v") + kernel.Count("st.global.v"));

        // Where a position is takes one division.
        Assert.Equal(1, kernel.Count("div.s64"));
        Check(kernel, dtype, exponentials * (walkedAgain && pass != LossPass.Forward ? 2 : 1), most);
    });

    /// <summary>Several elements of a tile are under way at once, as much memory as one access of 16 bytes reads.</summary>
    [Theory]
    [InlineData(DType.Float32, 4)]
    [InlineData(DType.BFloat16, 8)]
    [InlineData(DType.Float16, 8)]
    [InlineData(DType.Float64, 2)]
    public void Tiles_AreReadSeveralElementsAtOnce(DType dtype, int together) =>
        ForEach(10, dtype, positions: false, (kernel, _) => Assert.Equal(together, kernel.Together($"ld.global.{Element(dtype)}")));

    /// <summary>What widens and rounds elements of 16 bits selects; it does not branch.</summary>
    [Theory]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float16)]
    public void Elements_AreConvertedWithoutBranches(DType dtype)
    {
        foreach (int classes in (int[])[10, 1000, 131072])
        {
            ForEach(classes, dtype, positions: false, (kernel, pass) => Assert.Equal(Kernel(classes, DType.Float32, pass, positions: false, CudaArchitecture.SM_90).Count("bra"), kernel.Count("bra")));
        }
    }

    /// <summary>The gradient may go where the input is; the compiler, which moves code to where it is used, must not move the reading behind the writing.</summary>
    [Theory]
    [InlineData(LossKind.BCE)]
    [InlineData(LossKind.BCEWithLogits)]
    [InlineData(LossKind.KLDiv)]
    [InlineData(LossKind.MSE)]
    public void Elements_AreReadBeforeTheyAreWritten(LossKind kind)
    {
        DeclaredLoss loss = LossCompiler.CompileForGpu([new Declaration(1) { Kind = kind }])[0];
        foreach (LossPass pass in Passes)
        {
            Assert.Equal(0, PtxKernel.Of(loss.Loss, pass, positions: false, CudaArchitecture.SM_90).ReadsBehindWrites());
        }
    }

    private static void Check(PtxKernel kernel, DType dtype, int exponentials, int most)
    {
        // Double precision has its own polynomial.
        Assert.Equal(dtype == DType.Float64 ? 0 : exponentials, kernel.Count("ex2.approx"));
        Assert.DoesNotContain(".local", kernel.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".extern", kernel.Text, StringComparison.Ordinal);
        Assert.Equal(0, kernel.Count("call"));
        Assert.Equal(0, kernel.ReadsBehindWrites());
        Assert.InRange(kernel.Length, 1, most);
    }

    /// <summary>Checks the kernels of all passes, for all cards; says which one is at fault.</summary>
    private static void ForEach(int classes, DType dtype, bool positions, Action<PtxKernel, LossPass> check)
    {
        foreach (LossPass pass in Passes)
        {
            foreach (CudaArchitecture architecture in Architectures)
            {
                PtxKernel kernel = Kernel(classes, dtype, pass, positions, architecture);
                if (Record.Exception(() => check(kernel, pass)) is { } fault)
                {
                    Assert.Fail($"{pass}, {architecture}: {fault.Message}\n{kernel.Text}");
                }
            }
        }
    }

    private static PtxKernel Kernel(int classes, DType dtype, LossPass pass, bool positions, CudaArchitecture architecture) =>
        PtxKernel.Of(LossCompiler.CompileForGpu([new Declaration(classes) { DType = dtype }])[0].Loss, pass, positions, architecture);

    private static string Pack(DType dtype) => dtype switch
    {
        DType.Float32 => "v4.f32",
        DType.Float64 => "v2.f64",
        _ => "v4.b32",
    };

    private static string Element(DType dtype) => dtype switch
    {
        DType.Float32 => "f32",
        DType.Float64 => "f64",
        _ => "b16",
    };
}
