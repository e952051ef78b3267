using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class HintNamesTests
{
    [Fact]
    public void NamesThatDifferOnlyInCase_AreAmbiguous_AndNoOthers() =>
        Assert.Equal(["A.L", "a.L", "a.l"], HintNames.Ambiguous(["a.l", "B.L", "a.L", "A.L", "B.L", "A.LL"]).ToArray<string>());

    [Fact]
    public void Ambiguous_DoesNotDependOnTheOrder() => Assert.Equal(HintNames.Ambiguous(["b", "B", "a", "A"]), HintNames.Ambiguous(["A", "a", "B", "b", "b"]));

    [Theory]
    [InlineData("DigitLoss", "DigitLoss")]
    [InlineData("A.B.DigitLoss", "A.B.DigitLoss")]
    [InlineData("A.@class.Outer+@params", "A.class.Outer+params")]
    public void Name_IsTheTypesWithoutEscapes(string fullName, string hintName) => Assert.Equal(hintName, HintNames.Of(fullName, default));

    [Fact]
    public void AmbiguousName_HasANumberOfItsOwn_WhichIsTheSameEverywhere()
    {
        EquatableArray<string> ambiguous = new(["A.L", "a.L"]);

        // FNV-1a of the UTF-16 units, by hand in another language.
        Assert.Equal("A.L-5a53983e", HintNames.Of("A.L", ambiguous));
        Assert.NotEqual(HintNames.Of("A.L", ambiguous).ToUpperInvariant(), HintNames.Of("a.L", ambiguous).ToUpperInvariant());
        Assert.Equal("B.L", HintNames.Of("B.L", ambiguous));
    }
}
