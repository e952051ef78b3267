using System.Reflection;
using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

/// <summary>The generator does not reference the runtime: its own names and values must be the runtime's.</summary>
public sealed class ModelAgreementTests
{
    private static readonly Type[] Attributes =
        [.. typeof(CrossEntropyLossAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute))).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static TheoryData<Type> AttributeTypes { get; } = [.. Attributes];

    [Theory]
    [InlineData(typeof(Model.DType), typeof(DType))]
    [InlineData(typeof(Model.TargetKind), typeof(TargetKind))]
    [InlineData(typeof(Model.Reduction), typeof(Reduction))]
    [InlineData(typeof(Model.PredictionKind), typeof(PredictionKind))]
    [InlineData(typeof(Model.LossOutputs), typeof(LossOutputs))]
    public void Enum_HasTheRuntimesNamesAndValues(Type model, Type runtime)
    {
        Assert.Equal(NamesAndValues(runtime), NamesAndValues(model));
        Assert.Equal(typeof(int), Enum.GetUnderlyingType(runtime));
        Assert.Equal(runtime.IsDefined(typeof(FlagsAttribute)), model.IsDefined(typeof(FlagsAttribute)));

        static IEnumerable<string> NamesAndValues(Type type) => Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
    }

    [Fact]
    public void EnumsOfTheRuntimesOptions_AreAllInTheModel()
    {
        IEnumerable<string> options = Attributes.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType).Where(type => type.IsEnum).Select(type => type.Name);

        Assert.Subset(typeof(LossSpec).Assembly.GetTypes().Where(type => type.IsEnum).Select(type => type.Name).ToHashSet(), options.ToHashSet());
    }

    [Fact]
    public void MetadataNames_AreTheRuntimesAttributes_AKindEach()
    {
        Assert.Equal(Attributes.Select(type => type.FullName), LossAttributes.MetadataNames.Order(StringComparer.Ordinal));
        Assert.Equal(Declared.Kinds.Count, LossAttributes.MetadataNames.Count);
    }

    [Fact]
    public void ArgumentNames_AreTheAttributesParametersAndSettableProperties()
    {
        IEnumerable<string> names = Attributes.SelectMany(type => Parameters(type).Concat(Settable(type).Select(property => property.Name))).Distinct();
        IEnumerable<string> constants = typeof(ArgumentNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(names.Order(StringComparer.Ordinal), constants.Concat(TermOptions.All.Select(option => option.Name)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AttributeTypes))]
    public void Constructor_HasTheFirstOfTheParameters(Type attribute)
    {
        string[] parameters = [.. Parameters(attribute)];

        Assert.Equal(ArgumentNames.Parameters.Take(parameters.Length), parameters);
    }

    [Fact]
    public void Reals_AreTheDoubles()
    {
        IEnumerable<string> doubles = Attributes.SelectMany(Settable).Where(property => property.PropertyType == typeof(double) || property.PropertyType == typeof(double[]))
            .Select(property => property.Name).Distinct();

        Assert.Equal(doubles.Order(StringComparer.Ordinal), ArgumentNames.Reals.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AttributeTypes))]
    public void Defaults_AreTheAttributes(Type type)
    {
        // Every argument written with the value that the attribute has by itself: the same as nothing written.
        LossKind kind = Declared.Kinds.Single(kind => type.Name == kind + "Attribute" || type.Name == kind + "LossAttribute");
        LossArguments required = Declared.Required(kind);
        object attribute = Parameters(type).Count() switch
        {
            0 => Activator.CreateInstance(type)!,
            1 => Activator.CreateInstance(type, required.ClassCount)!,
            _ => Activator.CreateInstance(type, required.ClassCount, (PredictionKind)required.Prediction!)!,
        };
        LossArguments written = required with { };
        List<TermValue> terms = [];
        foreach (PropertyInfo property in Settable(type))
        {
            object? value = property.GetValue(attribute);
            if (TermOptions.All.SingleOrDefault(option => option.Name == property.Name) is { } term)
            {
                terms.Add(new TermValue(term.Name, (double)value!));
                continue;
            }

            typeof(LossArguments).GetProperty(property.Name)!.SetValue(written, value is Enum ? Convert.ToInt32(value, null) : value);
        }

        Assert.Equal(Declared.Spec(Declared.Of(kind, required)), Declared.Spec(Declared.Of(kind, written with { Terms = new(terms) })));
    }

    [Theory]
    [InlineData("CrossEntropyLoss", LossKind.CrossEntropy)]
    [InlineData("NLLLoss", LossKind.NLL)]
    [InlineData("BCEWithLogitsLoss", LossKind.BCEWithLogits)]
    [InlineData("LogSoftmax", LossKind.LogSoftmax)]
    public void IgnoreIndexByDefault_IsTheAttributes(string name, object kind)
    {
        LossSpec spec = Declared.Spec(Declared.Of((LossKind)kind, Declared.Required((LossKind)kind)));
        PropertyInfo? property = Attributes.Single(type => type.Name == name + "Attribute").GetProperty(nameof(NLLLossAttribute.IgnoreIndex));

        Assert.Equal(property is null ? null : new NLLLossAttribute(10).IgnoreIndex, spec.IgnoreIndex);
        Assert.Equal(new NLLLossAttribute(10).IgnoreIndex, new CrossEntropyLossAttribute(10).IgnoreIndex);
    }

    [Fact]
    public void ReservedNames_CoverTheMembersOfBothInterfaces()
    {
        IEnumerable<string> passes = new[] { typeof(IReducedLoss<,,>), typeof(IUnreducedLoss<,,>) }
            .SelectMany(type => type.GetMethods()).Where(method => !method.IsSpecialName).Select(method => method.Name).Distinct();

        Assert.All(passes, name => Assert.True(GeneratedMembers.Reserve(name), name));
    }

    private static IEnumerable<string> Parameters(Type attribute) => Assert.Single(attribute.GetConstructors()).GetParameters().Select(parameter => parameter.Name!);

    private static IEnumerable<PropertyInfo> Settable(Type attribute) =>
        attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite);
}
