using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using ModelLossOutputs = Gen.CrossEntropy.Generator.Model.LossOutputs;
using ModelPredictionKind = Gen.CrossEntropy.Generator.Model.PredictionKind;
using ModelReduction = Gen.CrossEntropy.Generator.Model.Reduction;
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
        Assert.Equal(Spec(Declared.NoArguments), Spec(Declared.NoArguments with
        {
            DType = 0, Target = 0, Reduction = 2, LabelSmoothing = 0, IgnoreIndex = -100, ClassWeights = null, ClassWeightsPerCall = false, Terms = new([new("ZLoss", 0), new("LogitScale", 1), new("Softcap", 0), new("FocalGamma", 0), new("PolyEpsilon", 0)]), Outputs = 0,
        }));

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

    [Theory]
    [InlineData((int)ModelDType.Float32)]
    [InlineData((int)ModelDType.Float16)]
    [InlineData((int)ModelDType.BFloat16)]
    public void WeightBeyondFloat32_IsAllowedInFloat64(int dtype)
    {
        LossArguments arguments = Declared.NoArguments with { ClassCount = 2, DType = dtype, ClassWeights = new([1e300, 1e-300]) };

        Assert.Equal([0, 1], DeclarationRules.Check(Declared.With(arguments)).Violations.Select(violation => violation.Site.Element));
        Assert.Equal([1e300, 1e-300], Spec(arguments with { DType = (int)ModelDType.Float64 }).ClassWeights);
    }

    [Fact]
    public void WeightThatFloat16CannotHold_IsAllowed_SinceWeightsAreFloats() =>
        Assert.Equal([1e20, 1e-20], Spec(Declared.NoArguments with { ClassCount = 2, DType = (int)ModelDType.Float16, ClassWeights = new([1e20, 1e-20]) }).ClassWeights);

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

        Assert.Empty(DeclarationRules.Check(declaration, new CompilationFacts(LanguageVersionSupported: true, UnsafeAllowed: true, HasIlgpu: false, IsExecutable: false)));
        Assert.Equal(
            [RuleIds.LanguageVersion, RuleIds.UnsafeBlocks],
            DeclarationRules.Check(declaration, new CompilationFacts(LanguageVersionSupported: false, UnsafeAllowed: false, HasIlgpu: false, IsExecutable: false)).Select(violation => violation.Id));
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 255, true)]
    [InlineData(1, 256, false)]
    [InlineData(1, -1, false)]
    [InlineData(4, int.MinValue, true)]
    [InlineData(4, int.MaxValue + 1L, false)]
    [InlineData(8, long.MinValue, true)]
    public void TargetType_HoldsItsRange(int bytes, long ignoreIndex, bool holds) => Assert.Equal(holds, OptionRules.Holds(bytes, ignoreIndex));

    [Fact]
    public void EveryKind_HasASpecOfItsKind_WithTheModelsDefaults() =>
        Assert.All(
            Declared.Kinds,
            kind =>
            {
                LossSpec spec = Spec(kind, Declared.Required(kind));
                bool hasIgnoreIndex = kind is LossKind.CrossEntropy or LossKind.NLL;
                Assert.Equal(new LossSpec(spec.Type, kind, LossKinds.HasClasses(kind) ? 10 : 1) { IgnoreIndex = hasIgnoreIndex ? -100 : null }, spec);
            });

    [Fact]
    public void EveryTerm_IsRead()
    {
        LossSpec spec = Spec(Declared.NoArguments with { Terms = new([new("ZLoss", 1e-4), new("LogitScale", 0.5), new("Softcap", 30), new("FocalGamma", 2), new("PolyEpsilon", -1)]), Outputs = 15 });

        Assert.Equal(
            Spec(Declared.NoArguments) with
            {
                Terms = new([new("ZLoss", 1e-4), new("LogitScale", 0.5), new("Softcap", 30), new("FocalGamma", 2), new("PolyEpsilon", -1)]),
                Outputs = ModelLossOutputs.Losses | ModelLossOutputs.LogSumExp | ModelLossOutputs.Hits | ModelLossOutputs.Entropy,
            },
            spec);
    }

    [Fact]
    public void TermsOfZero_AreNone_OfEitherSign()
    {
        LossSpec spec = Spec(Declared.NoArguments with { Terms = new([new("ZLoss", -0.0), new("Softcap", -0.0), new("FocalGamma", -0.0), new("PolyEpsilon", -0.0)]) });

        Assert.Equal(Spec(Declared.NoArguments), spec);
        Assert.Empty(spec.Terms);
    }

    [Fact]
    public void TermsOfZero_GoWithProbabilities() =>
        Assert.Equal(Spec(Declared.NoArguments with { Target = 1 }), Spec(Declared.NoArguments with { Target = 1, Terms = new([new("FocalGamma", 0), new("PolyEpsilon", 0)]) }));

    [Fact]
    public void TermBeyondFloat32_IsAllowedInFloat64()
    {
        LossArguments arguments = Declared.NoArguments with { Terms = new([new("ZLoss", 1e-60), new("LogitScale", 1e60), new("Softcap", 1e60), new("FocalGamma", 1e60), new("PolyEpsilon", -1e-60)]) };

        Assert.All(
            new[] { (int)ModelDType.Float32, (int)ModelDType.Float16, (int)ModelDType.BFloat16 },
            dtype => Assert.Equal(5, DeclarationRules.Check(Declared.With(arguments with { DType = dtype })).Violations.Count(violation => violation.Id == RuleIds.OptionRange)));
        Assert.Equal(-1e-60, Spec(arguments with { DType = (int)ModelDType.Float64 })[TermOptions.PolyEpsilon]);
    }

    [Theory]
    [InlineData(null, null, WeightKind.None, 1)]
    [InlineData(1.0, null, WeightKind.None, 1)]
    [InlineData(3.0, false, WeightKind.Constant, 3)]
    [InlineData(-0.0, null, WeightKind.Constant, 0)]
    [InlineData(null, true, WeightKind.PerCall, 1)]
    public void PosWeight_IsAConstant_OrPerCall_OrNone(double? posWeight, bool? perCall, object kind, double weight)
    {
        LossSpec spec = Spec(LossKind.BCEWithLogits, new() { PosWeight = posWeight, PosWeightsPerCall = perCall });

        Assert.Equal(((WeightKind)kind, weight, WeightKind.None), (spec.PosWeights, spec.PosWeight, spec.Weights));
        Assert.False(double.IsNegative(spec.PosWeight));
    }

    [Fact]
    public void WeightsOfElements_ArePerCall()
    {
        Assert.Equal(WeightKind.PerCall, Spec(LossKind.BCE, new() { WeightsPerCall = true }).Weights);
        Assert.Equal(WeightKind.PerCall, Spec(LossKind.BCEWithLogits, new() { WeightsPerCall = true }).Weights);
        Assert.Equal(WeightKind.None, Spec(LossKind.BCE, new() { WeightsPerCall = false }).Weights);
    }

    [Fact]
    public void OptionsOfOneKind_AreRead()
    {
        Assert.True(Spec(LossKind.KLDiv, new() { LogTarget = true }).LogTarget);
        Assert.Equal(ModelReduction.BatchMean, Spec(LossKind.KLDiv, new() { Reduction = (int)ModelReduction.BatchMean }).Reduction);
        Assert.Equal(ModelPredictionKind.Probabilities, Spec(LossKind.Entropy, new() { ClassCount = 10, Prediction = 1 }).Prediction);
        Assert.Equal(ModelDType.BFloat16, Spec(LossKind.MSE, new() { DType = (int)ModelDType.BFloat16 }).DType);
        Assert.Equal(7, Spec(LossKind.NLL, new() { ClassCount = 10, IgnoreIndex = 7 }).IgnoreIndex);
        Assert.Equal(1, Spec(LossKind.Softmax, new() { ClassCount = 1 }).ClassCount);
    }

    [Fact]
    public void BatchMean_IsOfferedOnlyToADivergence()
    {
        static LossArguments Arguments(LossKind kind) => Declared.Required(kind) with { Reduction = 9 };
        foreach (LossKind kind in Declared.Kinds)
        {
            Violation violation = Assert.Single(DeclarationRules.Check(Declared.Of(kind, Arguments(kind))).Violations);
            Assert.Equal(RuleIds.EnumValue, violation.Id);
            Assert.Equal("Reduction.None, Reduction.Sum, Reduction.Mean" + (kind == LossKind.KLDiv ? ", Reduction.BatchMean" : ""), violation.Arguments[2]);
        }
    }

    [Fact]
    public void ConstructorArgumentThatTheCompilerRefuses_LeavesNoSpec() =>
        Assert.All(
            Declared.Kinds.Where(LossKinds.HasClasses),
            kind =>
            {
                Assert.Null(DeclarationRules.Check(Declared.Of(kind, new())).Spec);
                Assert.Equal(kind == LossKind.Entropy, DeclarationRules.Check(Declared.Of(kind, Declared.NoArguments)).Spec is null);
            });

    private static LossSpec Spec(LossKind kind, LossArguments arguments) => Declared.Spec(Declared.Of(kind, arguments));

    private static LossSpec Spec(LossArguments arguments) => Declared.Spec(Declared.With(arguments));
}
