using System.Reflection;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Tests.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>Two models are equal when and only when everything in them is.</summary>
public sealed class SpecEqualityTests
{
    private static readonly TypeName Type = new("A.B", new([new ContainingType("class", "Outer")]), "PetLoss");

    private static readonly LossSpec Spec = new(Type, LossKind.CrossEntropy, 3) { LabelSmoothing = 0.1, IgnoreIndex = -100, Weights = WeightKind.Constant, ClassWeights = new([1.0, 2, 3]) };

    private static readonly Dictionary<Type, object[]> Alternatives = new()
    {
        [typeof(int)] = [4],
        [typeof(double)] = [0.2, double.NaN],
        [typeof(double?)] = [30.0, double.NaN],
        [typeof(long?)] = [-1L, null!],
        [typeof(string)] = ["Other", ""],
        [typeof(bool)] = [true],
        [typeof(LossKind)] = [.. Declared.Kinds.Skip(1)],
        [typeof(Model.DType)] = [Model.DType.Float64, Model.DType.Float16, Model.DType.BFloat16],
        [typeof(Model.TargetKind)] = [Model.TargetKind.ClassProbabilities],
        [typeof(Model.Reduction)] = [Model.Reduction.None, Model.Reduction.Sum, Model.Reduction.BatchMean],
        [typeof(Model.PredictionKind)] = [Model.PredictionKind.Probabilities],
        [typeof(Model.LossOutputs)] = [Model.LossOutputs.Hits, Model.LossOutputs.Hits | Model.LossOutputs.Losses],
        [typeof(WeightKind)] = [WeightKind.PerCall],
        [typeof(TypeName)] = [Type with { Name = "Other" }],
        [typeof(EquatableArray<double>)] = [default(EquatableArray<double>), new EquatableArray<double>([1, 2]), new EquatableArray<double>([1, 2, 4]), new EquatableArray<double>([3, 2, 1])],
        [typeof(EquatableArray<TermValue>)] = [new EquatableArray<TermValue>([new(TermOptions.Softcap.Name, 30)]), new EquatableArray<TermValue>([new(TermOptions.ZLoss.Name, 30)])],
        [typeof(EquatableArray<ContainingType>)] = [default(EquatableArray<ContainingType>), new EquatableArray<ContainingType>([new("struct", "Outer")])],
    };

    [Fact]
    public void SeparateReadings_AreEqual()
    {
        const string Source = "namespace A { partial class Outer { [CrossEntropyLoss(3, ClassWeights = new double[] { 1, 2, 3 })] partial class PetLoss; } }";
        LossSpec one = Assert.Single(SpecProbe.SpecsOf(TestCompilation.Create(Source)));
        LossSpec other = Assert.Single(SpecProbe.SpecsOf(TestCompilation.Create("class Other;", "// moved\n" + Source)));

        Assert.NotSame(one, other);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void LossSpec_DiffersWhereAnyPartDoes() => EveryPartCounts(Spec);

    [Fact]
    public void TypeName_DiffersWhereAnyPartDoes() => EveryPartCounts(Type);

    [Fact]
    public void ContainingType_DiffersWhereAnyPartDoes() => EveryPartCounts(new ContainingType("class", "Outer"));

    [Fact]
    public void CompilationFacts_DifferWhereAnyPartDoes() => EveryPartCounts(new CompilationFacts(false, false, false, false));

    [Fact]
    public void EmptyArray_EqualsTheDefault()
    {
        Assert.Equal(default, new EquatableArray<string>([]));
        Assert.Equal(default(EquatableArray<string>).GetHashCode(), new EquatableArray<string>([]).GetHashCode());
    }

    [Fact]
    public void Array_IsACopy()
    {
        double[] items = [1, 2];
        EquatableArray<double> array = new(items);
        items[0] = 5;

        Assert.Equal(1, array[0]);
    }

    [Fact]
    public void ArrayOfNaN_EqualsItself() => Assert.Equal(new EquatableArray<double>([double.NaN]), new EquatableArray<double>([double.NaN]));

    private static void EveryPartCounts<T>(T model)
        where T : class
    {
        PropertyInfo[] parts = [.. typeof(T).GetProperties().Where(property => property.CanWrite)];
        Assert.NotEmpty(parts);
        Assert.Equal(model, Copy(model));
        Assert.Equal(model.GetHashCode(), Copy(model).GetHashCode());
        foreach (PropertyInfo part in parts)
        {
            foreach (object? alternative in Alternatives[part.PropertyType])
            {
                T changed = Copy(model);
                part.SetValue(changed, alternative);
                Assert.False(model.Equals(changed), $"{typeof(T).Name}.{part.Name} does not count.");
            }
        }
    }

    // What "with { }" calls.
    private static T Copy<T>(T model) => (T)typeof(T).GetMethod("<Clone>$")!.Invoke(model, null)!;
}
