namespace Gen.CrossEntropy.Runtime.Tests.Declarations;

public sealed class AttributeTests
{
    [Fact]
    public void Defaults_AreThoseOfAPlainMeanCrossEntropy()
    {
        CrossEntropyLossAttribute attribute = new(10);
        Assert.Equal(10, attribute.ClassCount);
        Assert.Equal(DType.Float32, attribute.DType);
        Assert.Equal(TargetKind.ClassIndices, attribute.Target);
        Assert.Equal(Reduction.Mean, attribute.Reduction);
        Assert.Equal(0, attribute.LabelSmoothing);
        Assert.Equal(-100, attribute.IgnoreIndex);
        Assert.Null(attribute.ClassWeights);
        Assert.False(attribute.ClassWeightsPerCall);
    }

    [Fact]
    public void Numbers_AreThoseThatTheGeneratorReads()
    {
        Assert.Equal((0, 1), ((int)DType.Float32, (int)DType.Float64));
        Assert.Equal((0, 1), ((int)TargetKind.ClassIndices, (int)TargetKind.ClassProbabilities));
        Assert.Equal((0, 1, 2), ((int)Reduction.None, (int)Reduction.Sum, (int)Reduction.Mean));
    }
}
