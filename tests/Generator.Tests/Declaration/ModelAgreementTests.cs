using System.Reflection;
using Gen.CrossEntropy.Generator.Declaration;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

/// <summary>The generator does not reference the runtime: its own names and values must be the runtime's.</summary>
public sealed class ModelAgreementTests
{
    [Theory]
    [InlineData(typeof(Model.DType), typeof(DType))]
    [InlineData(typeof(Model.TargetKind), typeof(TargetKind))]
    [InlineData(typeof(Model.Reduction), typeof(Reduction))]
    public void Enum_HasTheRuntimesNamesAndValues(Type model, Type runtime)
    {
        Assert.Equal(NamesAndValues(runtime), NamesAndValues(model));
        Assert.Equal(typeof(int), Enum.GetUnderlyingType(runtime));

        static IEnumerable<string> NamesAndValues(Type type) => Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
    }

    [Fact]
    public void ArgumentNames_AreTheAttributesParameterAndSettableProperties()
    {
        Type attribute = typeof(CrossEntropyLossAttribute);
        IEnumerable<string> names =
        [
            Assert.Single(Assert.Single(attribute.GetConstructors()).GetParameters()).Name!,
            .. attribute.GetProperties().Where(property => property.CanWrite).Select(property => property.Name),
        ];

        Assert.Equal(
            typeof(ArgumentNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MetadataNames_AreTheRuntimesAttributes()
    {
        IEnumerable<string?> attributes = typeof(CrossEntropyLossAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && type.Name.EndsWith("LossAttribute", StringComparison.Ordinal))
            .Select(type => type.FullName);

        Assert.Equal(attributes.Order(StringComparer.Ordinal), LossAttributes.MetadataNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Defaults_AreTheAttributes()
    {
        CrossEntropyLossAttribute attribute = new(10);
        Model.LossSpec spec = Declared.Spec(Declared.With(Declared.NoArguments));

        Assert.Equal((int)attribute.DType, (int)spec.DType);
        Assert.Equal((int)attribute.Target, (int)spec.Target);
        Assert.Equal((int)attribute.Reduction, (int)spec.Reduction);
        Assert.Equal(attribute.LabelSmoothing, spec.LabelSmoothing);
        Assert.Equal(attribute.IgnoreIndex, spec.IgnoreIndex);
        Assert.Equal(attribute.ClassWeights is null && !attribute.ClassWeightsPerCall, spec.Weights == Model.WeightKind.None);
    }

    [Fact]
    public void ReservedNames_CoverTheMembersOfBothInterfaces()
    {
        IEnumerable<string> passes = new[] { typeof(IReducedLoss<,>), typeof(IUnreducedLoss<,>) }
            .SelectMany(type => type.GetMethods()).Where(method => !method.IsSpecialName).Select(method => method.Name).Distinct();

        Assert.All(passes, name => Assert.True(GeneratedMembers.Reserve(name), name));
    }
}
