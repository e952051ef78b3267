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
        { 10, DType.Float32, 0, 10, false, 600 },
        { 10, DType.BFloat16, 0, 10, false, 640 },
        { 10, DType.Float16, 0, 10, false, 620 },
        { 10, DType.Float64, 0, 10, false, 940 },

        // A row in registers.
        { 256, DType.Float32, 2, 8, false, 260 },
        { 256, DType.BFloat16, 1, 8, false, 280 },
        { 256, DType.Float16, 1, 8, false, 280 },
        { 256, DType.Float64, 4, 8, false, 690 },
        { 1000, DType.Float32, 8, 32, false, 480 },
        { 1000, DType.BFloat16, 4, 32, false, 540 },
        { 1000, DType.Float16, 4, 32, false, 550 },
        { 1000, DType.Float64, 4, 8, false, 860 },
        { 4096, DType.Float32, 8, 32, false, 510 },
        { 4096, DType.BFloat16, 4, 32, false, 570 },
        { 4096, DType.Float16, 4, 32, false, 590 },
        { 4096, DType.Float64, 8, 16, false, 1200 },

        // Walked in rounds of four packs; of sixteen elements, of doubles eight, where an odd number of classes leaves no row but the first on a boundary of 16 bytes, with five steps left over.
        { 50257, DType.Float32, 0, 21, true, 840 },
        { 50257, DType.BFloat16, 0, 21, true, 1000 },
        { 50257, DType.Float16, 0, 21, true, 910 },
        { 50257, DType.Float64, 0, 21, true, 1990 },
        { 131072, DType.Float32, 4, 16, true, 500 },
        { 131072, DType.BFloat16, 4, 32, true, 790 },
        { 131072, DType.Float16, 4, 32, true, 810 },
        { 131072, DType.Float64, 4, 8, true, 1440 },
    };

    /// <summary>Positions: the elements that a thread begins to read together, the classes of one walk's text, whether there are several walks, and a bound on the instructions of the longest kernel.</summary>
    public static TheoryData<int, DType, int, int, bool, int> Positions => new()
    {
        { 10, DType.Float32, 10, 10, false, 320 },
        { 10, DType.BFloat16, 10, 10, false, 360 },
        { 10, DType.Float16, 10, 10, false, 340 },
        { 10, DType.Float64, 10, 10, false, 660 },
        { 1000, DType.Float32, 8, 8, true, 510 },
        { 1000, DType.BFloat16, 8, 8, true, 590 },
        { 1000, DType.Float16, 8, 8, true, 540 },
        { 1000, DType.Float64, 8, 8, true, 1050 },
        { 50257, DType.Float32, 8, 9, true, 540 },
        { 50257, DType.BFloat16, 8, 9, true, 630 },
        { 50257, DType.Float16, 8, 9, true, 570 },
        { 50257, DType.Float64, 8, 9, true, 1150 },
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

        // And one exponential more: that of the target's class, which is written twice.
        int again = writes && classes > 31 ? 1 : 0;
        Check(kernel, dtype, (exponentials * walks) + again, most);
        if (again == 1 && !walkedAgain)
        {
            // Its logit has been read before it may be overwritten.
            Assert.Equal(0, kernel.Behind(written, $"ld.global.{Element(dtype)}"));
        }
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

    /// <summary>Kernels that stream are assembled for so many groups of a multiprocessor: their threads have registers for what is under way then. Others are left to the assembler.</summary>
    [Theory]
    [InlineData(1000, false)]
    [InlineData(50_257, true)]
    [InlineData(131_072, true)]
    public void KernelsThatStream_SayHowManyGroupsAreResident(int classes, bool say) => ForEach(classes, DType.Float32, positions: false, (kernel, _) =>
    {
        Assert.Equal(say, kernel.Text.Contains(".maxntid 256", StringComparison.Ordinal));
        Assert.Equal(say, kernel.Text.Contains(".minnctapersm 4", StringComparison.Ordinal));
    });

    /// <summary>Cards before Ampere, whose assembler knows no instruction of it.</summary>
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float16)]
    public void OlderCards_GetNoInstructionOfAmpere(DType dtype)
    {
        foreach (int classes in (int[])[10, 1000, 131_072])
        {
            foreach (LossPass pass in Passes)
            {
                PtxKernel kernel = Kernel(classes, dtype, pass, positions: false, CudaArchitecture.SM_70);
                Assert.DoesNotContain(".local", kernel.Text, StringComparison.Ordinal);
                Assert.Equal(0, kernel.Count("cvt.rn.f16") + kernel.Count("cvt.rn.bf16") + kernel.Count("ex2.approx.ftz") + kernel.Count("call"));
            }
        }
    }

    /// <summary>Losses whose threads meet in no reduction before they write, or whose rows are walked three times: the target's logit is read before one of them writes it.</summary>
    [Fact]
    public void TheTargetsLogit_IsReadBeforeItMayBeOverwritten()
    {
        Declaration[] declarations =
        [
            new(1000) { Kind = LossKind.NLL },
            new(9000) { Kind = LossKind.NLL },
            new(9000) { Softcap = 30, Outputs = LossOutputs.Hits },
        ];
        foreach (DeclaredLoss loss in LossCompiler.CompileForGpu(declarations))
        {
            foreach (LossPass pass in (LossPass[])[LossPass.Backward, LossPass.ForwardBackward])
            {
                PtxKernel kernel = PtxKernel.Of(loss.Loss, pass, positions: false, CudaArchitecture.SM_90);
                Assert.Equal(0, kernel.Behind("st.global.v4.f32", "ld.global.f32"));
            }
        }
    }

    /// <summary>All that a thread reads of a tile is under way at once.</summary>
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float16)]
    [InlineData(DType.Float64)]
    public void Tiles_AreReadAtOnce(DType dtype) => ForEach(10, dtype, positions: false, (kernel, _) => Assert.Equal(10, kernel.Together($"ld.global.{Element(dtype)}")));

    /// <summary>Rows of an odd number of classes, which are read an element a thread, have sixteen reads under way, of doubles eight.</summary>
    [Theory]
    [InlineData(DType.Float32, 16)]
    [InlineData(DType.BFloat16, 16)]
    [InlineData(DType.Float16, 16)]
    [InlineData(DType.Float64, 8)]
    public void LongRowsOfSingleElements_HaveManyReadsUnderWay(DType dtype, int together) =>
        ForEach(50_257, dtype, positions: false, (kernel, _) => Assert.Equal(together, kernel.Together($"ld.global.{Element(dtype)}")));

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

    /// <summary>
    /// Four elements are read at once, of both inputs where both are read. The gradient may go where an input is; the compiler, which moves code to where it is used, must not move the reading behind the writing.
    /// </summary>
    [Theory]
    [InlineData(LossKind.BCE, 8)]
    [InlineData(LossKind.BCEWithLogits, 8)]
    [InlineData(LossKind.KLDiv, 4)]
    [InlineData(LossKind.MSE, 8)]
    public void Elements_AreReadTogetherBeforeTheyAreWritten(LossKind kind, int ofBackward)
    {
        DeclaredLoss loss = LossCompiler.CompileForGpu([new Declaration(1) { Kind = kind }])[0];
        foreach (LossPass pass in Passes)
        {
            PtxKernel kernel = PtxKernel.Of(loss.Loss, pass, positions: false, CudaArchitecture.SM_90);
            Assert.Equal(pass == LossPass.Backward ? ofBackward : 8, kernel.Together("ld.global.f32"));
            Assert.Equal(0, kernel.Behind("st.global.f32", "ld.global.f32"));
        }
    }

    private static void Check(PtxKernel kernel, DType dtype, int exponentials, int most)
    {
        // Double precision has its own polynomial.
        Assert.Equal(dtype == DType.Float64 ? 0 : exponentials, kernel.Count("ex2.approx"));
        Assert.Equal(0, kernel.Locals);
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
