using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using ModelTargetKind = Gen.CrossEntropy.Generator.Model.TargetKind;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

public sealed class DeclarationRulesTests
{
    [Fact]
    public void NoSmoothing_IsPositiveZero() =>
        Assert.All(
            new double?[] { 0.0, -0.0, null },
            smoothing =>
            {
                LossSpec spec = Spec(Declared.NoArguments with { LabelSmoothing = smoothing });
                Assert.Equal(0L, BitConverter.DoubleToInt64Bits(spec.LabelSmoothing));
                Assert.Equal(Spec(Declared.NoArguments), spec);
            });

    [Fact]
    public void WeightsOfOne_AreNoWeights() =>
        Assert.Equal(Spec(Declared.NoArguments), Spec(Declared.NoArguments with { ClassWeights = new(Enumerable.Repeat(1.0, 10)) }));

    [Fact]
    public void DefaultsWritten_AreTheDefaults() =>
        Assert.Equal(Spec(Declared.NoArguments), Spec(new LossArguments(true, 10, 0, 0, 2, 0, -100, null, false)));

    [Fact]
    public void ConstantWeights_AreKept_WithoutNegativeZero()
    {
        LossSpec spec = Spec(Declared.NoArguments with { ClassCount = 3, ClassWeights = new([-0.0, 2, 0.25]) });

        Assert.Equal(WeightKind.Constant, spec.Weights);
        Assert.Equal([0, 2, 0.25], spec.ClassWeights);
        Assert.False(double.IsNegative(spec.ClassWeights[0]));
    }

    [Fact]
    public void WeightsOfZero_AreAllowed() =>
        Assert.Equal(WeightKind.Constant, Spec(Declared.NoArguments with { ClassCount = 2, ClassWeights = new([0.0, 0.0]) }).Weights);

    [Fact]
    public void WeightsPerCall_HaveNoConstants()
    {
        LossSpec spec = Spec(Declared.NoArguments with { ClassWeightsPerCall = true });

        Assert.Equal(WeightKind.PerCall, spec.Weights);
        Assert.Empty(spec.ClassWeights);
    }

    [Fact]
    public void IgnoreIndex_MayBeAnyValue_AndIsNullForProbabilities()
    {
        Assert.Equal(-100, Spec(Declared.NoArguments).IgnoreIndex);
        Assert.Equal(3, Spec(Declared.NoArguments with { IgnoreIndex = 3 }).IgnoreIndex);
        Assert.Equal(long.MinValue, Spec(Declared.NoArguments with { IgnoreIndex = long.MinValue }).IgnoreIndex);
        Assert.Null(Spec(Declared.NoArguments with { Target = (int)ModelTargetKind.ClassProbabilities }).IgnoreIndex);
    }

    [Fact]
    public void Warning_LeavesASpec()
    {
        CheckedDeclaration result = DeclarationRules.Check(Declared.With(Declared.NoArguments with { Target = 1, IgnoreIndex = -1 }));

        Assert.Equal(RuleIds.UnusedIgnoreIndex, Assert.Single(result.Violations).Id);
        Assert.Equal(Spec(Declared.NoArguments with { Target = 1 }), result.Spec);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public void ClassCountAtTheBorder_IsAllowed(int classCount) => Assert.Equal(classCount, Spec(Declared.NoArguments with { ClassCount = classCount }).ClassCount);

    [Fact]
    public void WeightBeyondFloat32_IsAllowedInFloat64()
    {
        LossArguments arguments = Declared.NoArguments with { ClassCount = 2, ClassWeights = new([1e300, 1e-300]) };

        Assert.Equal([0, 1], DeclarationRules.Check(Declared.With(arguments)).Violations.Select(violation => violation.Site.Element));
        Assert.Equal([1e300, 1e-300], Spec(arguments with { DType = (int)ModelDType.Float64 }).ClassWeights);
    }

    [Fact]
    public void SecondLoss_BreaksThatRuleAlone()
    {
        CheckedDeclaration result = DeclarationRules.Check(Declared.With(Declared.NoArguments with { ClassCount = 0 }, earlierLoss: "NLLLoss"));

        Violation violation = Assert.Single(result.Violations);
        Assert.Equal(new Violation(RuleIds.SecondLoss, Site.Attribute, new(["DigitLoss", "NLLLoss"])), violation);
        Assert.Null(result.Spec);
    }

    [Fact]
    public void WhatTheCompilerRefuses_HasNoSpec_AndNoViolation()
    {
        Assert.Equal(new CheckedDeclaration(null, default), DeclarationRules.Check(Declared.With(Declared.NoArguments, Declared.GoodShape with { IsClass = false, IsPartial = false })));
        Assert.Equal(new CheckedDeclaration(null, default), DeclarationRules.Check(Declared.With(Declared.NoArguments with { AreReadable = false })));
        Assert.Equal(new CheckedDeclaration(null, default), DeclarationRules.Check(Declared.With(Declared.NoArguments with { ClassCount = null })));
    }

    [Fact]
    public void Project_MustAllowTheLanguageAndPointers()
    {
        LossDeclaration declaration = Declared.With(Declared.NoArguments);

        Assert.Empty(DeclarationRules.Check(declaration, new CompilationFacts(LanguageVersionSupported: true, UnsafeAllowed: true)));
        Assert.Equal(
            [RuleIds.LanguageVersion, RuleIds.UnsafeBlocks],
            DeclarationRules.Check(declaration, new CompilationFacts(LanguageVersionSupported: false, UnsafeAllowed: false)).Select(violation => violation.Id));
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 255, true)]
    [InlineData(1, 256, false)]
    [InlineData(1, -1, false)]
    [InlineData(4, int.MinValue, true)]
    [InlineData(4, int.MaxValue + 1L, false)]
    [InlineData(8, long.MinValue, true)]
    public void TargetType_HoldsItsRange(int bytes, long ignoreIndex, bool holds) => Assert.Equal(holds, DeclarationRules.Holds(bytes, ignoreIndex));

    private static LossSpec Spec(LossArguments arguments) => Declared.Spec(Declared.With(arguments));
}
