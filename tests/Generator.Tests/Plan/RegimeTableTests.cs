using Gen.CrossEntropy.Generator.Plan;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using PlanWidth = Gen.CrossEntropy.Generator.Plan.VectorWidth;

namespace Gen.CrossEntropy.Generator.Tests.Plan;

public sealed class RegimeTableTests
{
    [Fact]
    public void EveryWidthAndElementType_HasExactlyOneRow()
    {
        IEnumerable<(PlanWidth, ModelDType)> all = Enum.GetValues<PlanWidth>().SelectMany(width => new[] { ModelDType.Float32, ModelDType.Float64 }.Select(dtype => (width, dtype)));

        Assert.Equal(all.Order(), RegimeTable.Rows.Select(row => (row.Width, row.DType)).Order());
        Assert.All(all, target => Assert.Equal(target, (RegimeTable.For(target.Item1, target.Item2).Width, RegimeTable.For(target.Item1, target.Item2).DType)));
    }

    [Fact]
    public void EveryThreshold_SaysWhatItRestsOn() => Assert.All(RegimeTable.Rows, row => Assert.NotEmpty(row.Measurement));

    [Fact]
    public void EveryThreshold_IsPossible()
    {
        Assert.All(RegimeTable.Rows, row =>
        {
            // Unrolled text grows with both.
            Assert.InRange(row.LanePerSample, 0, 64);
            Assert.InRange(row.RowVectors, 0, 32);
        });
        Assert.InRange(RegimeTable.Unroll, 1, 8);
    }
}
