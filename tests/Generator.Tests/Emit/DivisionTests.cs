using Gen.CrossEntropy.Generator.Emit.Gpu;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class DivisionTests
{
    [Fact]
    public void EveryPlaceOfEveryTile_IsDividedExactly()
    {
        for (int divisor = 1; divisor <= GpuRegimeTable.ThreadPerSample; divisor++)
        {
            int limit = GpuRegimeTable.SampleThreads * divisor;
            (int factor, int shift) = Division.By(divisor, limit);
            for (int n = 0; n < limit; n++)
            {
                Assert.Equal(n / divisor, checked(n * factor) >> shift);
            }
        }
    }

    [Fact]
    public void WithoutAFactorIn32Bits_ThereIsNone() => Assert.Throws<NotSupportedException>(() => Division.By(7, int.MaxValue));
}
