using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu.NoPtx;

/// <summary>In the place of the tests of what NVIDIA's assembler gets.</summary>
public sealed class PtxTests
{
    [Fact(Skip = "The kernels' PTX is looked at with -p:EnableIlgpu=true only.")]
    public void Kernels_HaveTheInstructionsThatTheyWerePlannedFor()
    {
    }
}
