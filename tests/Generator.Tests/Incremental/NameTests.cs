using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>Whatever a class is called and wherever it is, its other part is found and compiles.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("[CrossEntropyLoss(4)] partial class DigitLoss;", "DigitLoss.g.cs")]
    [InlineData("namespace A; [CrossEntropyLoss(4)] partial class DigitLoss;", "A.DigitLoss.g.cs")]
    [InlineData("namespace A.B { namespace C { [CrossEntropyLoss(4)] partial class DigitLoss; } }", "A.B.C.DigitLoss.g.cs")]
    [InlineData("partial class Outer { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("static partial class Outer { [CrossEntropyLoss(4)] private partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("partial struct Outer { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("readonly ref partial struct Outer { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("partial interface IOuter { [CrossEntropyLoss(4)] partial class DigitLoss; }", "IOuter+DigitLoss.g.cs")]
    [InlineData("partial record Outer { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("partial record class Outer(int X) { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("partial record struct Outer { [CrossEntropyLoss(4)] partial class DigitLoss; }", "Outer+DigitLoss.g.cs")]
    [InlineData("namespace A { partial class B { partial struct C { partial interface D { [CrossEntropyLoss(4)] partial class DigitLoss; } } } }", "A.B+C+D+DigitLoss.g.cs")]
    [InlineData("namespace @namespace.@int; partial class @class { [CrossEntropyLoss(4)] partial class @return; }", "namespace.int.class+return.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class @record;", "record.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class @file;", "file.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class @var;", "var.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class Größe;", "Größe.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class 損失;", "損失.g.cs")]
    [InlineData("[CrossEntropyLoss(4)] partial class _;", "_.g.cs")]
    public void ApiFile_IsNamedAfterTheType_AndCompiles(string source, string hintName)
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(source));

        Assert.Equal(hintName, run.Files[0].HintName);
        Platforms.AssertSilent(run.Output);
    }

    [Theory]
    [InlineData("CrossEntropyLoss(4, ClassWeights = new double[] { 1, 2, 3, 4 }, Outputs = LossOutputs.Hits)")]
    [InlineData("CrossEntropyLoss(4, Target = TargetKind.ClassProbabilities, ClassWeightsPerCall = true, Reduction = Reduction.None)")]
    [InlineData("NLLLoss(4, DType = DType.Float16)")]
    [InlineData("Softmax(4)")]
    [InlineData("LogSoftmax(4)")]
    [InlineData("Entropy(4, PredictionKind.Probabilities)")]
    [InlineData("BCELoss(WeightsPerCall = true)")]
    [InlineData("BCEWithLogitsLoss(PosWeight = 3)")]
    [InlineData("KLDivLoss(Reduction = Reduction.BatchMean)")]
    [InlineData("MSELoss(Reduction = Reduction.None)")]
    public void EveryGeneratedMember_HasAReservedName(string attribute)
    {
        INamedTypeSymbol type = GeneratorRun.Of(TestCompilation.Create($"[{attribute}] partial class L;")).Output.GetTypeByMetadataName("L")!;
        IEnumerable<string> names = type.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared)
            .Select(member => member.Name)
            // Explicit implementations of an interface, which collide with nothing.
            .Where(name => !name.Contains('.', StringComparison.Ordinal))
            .Distinct();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(GeneratedMembers.Reserve(name), name));
    }

    [Fact]
    public void TypesThatDifferOnlyInCase_HaveFilesOfTheirOwn()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(
            "namespace A { [CrossEntropyLoss(4)] partial class DigitLoss; [CrossEntropyLoss(5)] partial class digitloss; }",
            "namespace a { [CrossEntropyLoss(6)] partial class DigitLoss; [CrossEntropyLoss(7)] partial class Other; }"));

        Assert.Equal(24, run.Files.Count);
        Assert.Equal(24, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains(run.Files, file => file.HintName == "a.Other.g.cs");

        // That a name is all lower case is said once, where the user wrote it.
        Assert.StartsWith("Source0.cs(1,", Assert.Single(Platforms.Complaints(run.Output)), StringComparison.Ordinal);
    }

    [Fact]
    public void SameNameInManyPlaces_IsTold()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(
            "[CrossEntropyLoss(4)] partial class L;",
            "namespace A { [CrossEntropyLoss(5)] partial class L; partial class B { [CrossEntropyLoss(6)] partial class L; } }",
            "namespace A.C { [CrossEntropyLoss(7)] partial class L; }"));

        Assert.Equal(24, run.Files.Count);
        Platforms.AssertSilent(run.Output);
    }

    [Fact]
    public void UsersOwnTypes_OfTheNamesThatGeneratedCodeUses_DoNotGetInItsWay()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(
            """
            class Span; class Vector512; class Vector256; class Vector128; class Block; class Padding; class Scratch; class BitConverter; class Avx512F; class Fma; class MethodImpl;
            namespace Acme.System { class Math; }
            namespace Acme.Gen { class CrossEntropy; }
            namespace Acme.Losses
            {
                class Span; class ReadOnlySpan; class TensorBuffer; class Reduction;
                class Base { public static int ClassCount => 1; protected static void ForwardSpans() { } public class LossCall; public static int x, t, logits; }
                [global::Gen.CrossEntropy.CrossEntropyLoss(4)] partial class DigitLoss : Base { class System; class Gen; int TTarget => 0; static int x, call; }
                [global::Gen.CrossEntropy.CrossEntropyLoss(40, ClassWeightsPerCall = true)] partial class WideLoss : Base;
                [global::Gen.CrossEntropy.CrossEntropyLoss(40, Target = global::Gen.CrossEntropy.TargetKind.ClassProbabilities)] partial class SoftLoss : Base { class global; }
            }
            """));

        Assert.Equal(18, run.Files.Count);

        // What the user's own part says about its unused fields is not ours.
        Assert.Equal([], Platforms.Complaints(run.Output).Where(complaint => !complaint.StartsWith("Source0.cs", StringComparison.Ordinal)));
        Assert.Empty(TestCompilation.Errors(run.Output));
    }
}
