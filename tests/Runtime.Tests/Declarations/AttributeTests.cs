using System.Reflection;

namespace Gen.CrossEntropy.Runtime.Tests.Declarations;

public sealed class AttributeTests
{
    private static readonly Type[] Declarations =
    [
        typeof(CrossEntropyLossAttribute), typeof(NLLLossAttribute), typeof(SoftmaxAttribute), typeof(LogSoftmaxAttribute), typeof(EntropyAttribute),
        typeof(BCELossAttribute), typeof(BCEWithLogitsLossAttribute), typeof(KLDivLossAttribute), typeof(MSELossAttribute),
    ];

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
        Assert.Equal((0, 1, 0), (attribute.ZLoss, attribute.LogitScale, attribute.Softcap));
        Assert.Equal((0, 0), (attribute.FocalGamma, attribute.PolyEpsilon));
        Assert.Equal(LossOutputs.None, attribute.Outputs);
    }

    [Fact]
    public void DefaultsOfTheOtherClassLosses_AreAsPlain()
    {
        NLLLossAttribute likelihood = new(10);
        Assert.Equal((10, DType.Float32, Reduction.Mean, -100), (likelihood.ClassCount, likelihood.DType, likelihood.Reduction, likelihood.IgnoreIndex));
        Assert.Null(likelihood.ClassWeights);
        Assert.False(likelihood.ClassWeightsPerCall);
        EntropyAttribute entropy = new(10, PredictionKind.Probabilities);
        Assert.Equal((10, PredictionKind.Probabilities, DType.Float32, Reduction.Mean), (entropy.ClassCount, entropy.Prediction, entropy.DType, entropy.Reduction));
        Assert.Equal((10, DType.Float32), (new SoftmaxAttribute(10).ClassCount, new SoftmaxAttribute(10).DType));
        Assert.Equal((10, DType.Float32), (new LogSoftmaxAttribute(10).ClassCount, new LogSoftmaxAttribute(10).DType));
    }

    [Fact]
    public void DefaultsOfElementwiseLosses_AreUnweightedMeans()
    {
        BCELossAttribute binary = new();
        Assert.Equal((DType.Float32, Reduction.Mean, false), (binary.DType, binary.Reduction, binary.WeightsPerCall));
        BCEWithLogitsLossAttribute logits = new();
        Assert.Equal((DType.Float32, Reduction.Mean, false, 1, false), (logits.DType, logits.Reduction, logits.WeightsPerCall, logits.PosWeight, logits.PosWeightsPerCall));
        KLDivLossAttribute divergence = new();
        Assert.Equal((DType.Float32, Reduction.Mean, false), (divergence.DType, divergence.Reduction, divergence.LogTarget));
        MSELossAttribute squared = new();
        Assert.Equal((DType.Float32, Reduction.Mean), (squared.DType, squared.Reduction));
    }

    [Fact]
    public void EveryDeclaration_IsOnceOnAClassAndNotInherited()
    {
        foreach (Type declaration in Declarations)
        {
            AttributeUsageAttribute usage = declaration.GetCustomAttribute<AttributeUsageAttribute>()!;
            Assert.Equal((AttributeTargets.Class, false, false), (usage.ValidOn, usage.AllowMultiple, usage.Inherited));
            Assert.True(declaration.IsSealed);
        }
    }

    [Fact]
    public void Numbers_AreThoseThatTheGeneratorReads()
    {
        Assert.Equal((0, 1, 2, 3), ((int)DType.Float32, (int)DType.Float64, (int)DType.Float16, (int)DType.BFloat16));
        Assert.Equal((0, 1), ((int)TargetKind.ClassIndices, (int)TargetKind.ClassProbabilities));
        Assert.Equal((0, 1, 2, 3), ((int)Reduction.None, (int)Reduction.Sum, (int)Reduction.Mean, (int)Reduction.BatchMean));
        Assert.Equal((0, 1), ((int)PredictionKind.Logits, (int)PredictionKind.Probabilities));
        Assert.Equal((0, 1, 2, 4, 8), ((int)LossOutputs.None, (int)LossOutputs.Losses, (int)LossOutputs.LogSumExp, (int)LossOutputs.Hits, (int)LossOutputs.Entropy));
    }
}
