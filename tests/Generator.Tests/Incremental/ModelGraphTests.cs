using System.Collections;
using System.Reflection;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Tests.Support;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>What the pipeline keeps between runs: values only. A symbol, a syntax node or a location would keep whole compilations alive; an array would never be equal.</summary>
public sealed class ModelGraphTests
{
    private const string Source =
        """
        namespace A.B
        {
            partial class Outer
            {
                partial struct Inner
                {
                    [CrossEntropyLoss(3, ClassWeights = new double[] { 1, 2, 3 }, LabelSmoothing = 0.1)] partial class PetLoss;
                    [CrossEntropyLoss(3, Target = TargetKind.ClassProbabilities)] partial class petloss;
                    [CrossEntropyLoss(3, Softcap = 30, Outputs = LossOutputs.Hits)] partial class CappedLoss;
                    [Softmax(3)] partial class Map;
                    [BCEWithLogitsLoss(PosWeight = 3)] partial class TagLoss;
                    [KLDivLoss(LogTarget = true, Reduction = Reduction.BatchMean)] partial class StudentLoss;
                }
            }
        }
        """;

    [Fact]
    public void EveryStep_IsTracked_AndYieldsSomething()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Source));

        Assert.Equal(["AmbiguousNames", "Facts", "Files", "Specs"], TrackingSteps.Names.Order(StringComparer.Ordinal));
        Assert.All(TrackingSteps.Names, step => Assert.NotEmpty(TrackingSteps.Values(run, step)));
    }

    [Fact]
    public void EveryValueOfThePipeline_IsPlainImmutableAndEqualByValue()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Source));
        ModelGraph graph = new();
        foreach (string step in TrackingSteps.Names)
        {
            foreach (object value in TrackingSteps.Values(run, step))
            {
                graph.Visit(value, step);
            }
        }

        Assert.Equal([], graph.Faults);

        // The walk did reach the leaves.
        Assert.Superset(
            new HashSet<Type> { typeof(LossSpec), typeof(TypeName), typeof(ContainingType), typeof(CompilationFacts), typeof(EquatableArray<double>), typeof(EquatableArray<string>), typeof(double), typeof(long) },
            graph.Types.ToHashSet());
    }

    [Theory]
    [InlineData(typeof(HasSymbol))]
    [InlineData(typeof(HasArray))]
    [InlineData(typeof(HasList))]
    [InlineData(typeof(IsMutable))]
    [InlineData(typeof(HasNoEquality))]
    public void Walk_FindsWhatMayNotBeThere(Type type)
    {
        ModelGraph graph = new();
        graph.VisitType(type, "test");

        Assert.NotEmpty(graph.Faults);
    }

    /// <summary>Walks values, and the types of their fields where they are null.</summary>
    private sealed class ModelGraph
    {
        private static readonly Type[] Plain = [typeof(string), typeof(double), typeof(long), typeof(int), typeof(bool)];

        public HashSet<Type> Types { get; } = [];

        public List<string> Faults { get; } = [];

        public void Visit(object? value, string path)
        {
            if (value is null)
            {
                return;
            }

            Type type = value.GetType();
            VisitType(type, path);
            if (Plain.Contains(type) || type.IsEnum)
            {
                return;
            }

            if (value is IEnumerable items)
            {
                foreach (object? item in items)
                {
                    Visit(item, path + "[]");
                }

                return;
            }

            foreach (FieldInfo field in Fields(type))
            {
                Visit(field.GetValue(value), $"{path}.{field.Name}");
            }
        }

        public void VisitType(Type type, string path)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (!Types.Add(type) || Plain.Contains(type) || type.IsEnum)
            {
                return;
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>))
            {
                VisitType(type.GetGenericArguments()[0], path + "[]");
                return;
            }

            bool tuple = type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
            if (!tuple && type.Namespace != typeof(LossSpec).Namespace && type.DeclaringType != typeof(ModelGraphTests))
            {
                Faults.Add($"{path} is a {type}: neither plain nor of the model.");
                return;
            }

            if (!typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type))
            {
                Faults.Add($"{path} is a {type}, which is not equal by value.");
            }

            foreach (FieldInfo field in Fields(type))
            {
                if (!tuple && !field.IsInitOnly)
                {
                    Faults.Add($"{path}.{field.Name} can be changed.");
                }

                VisitType(field.FieldType, $"{path}.{field.Name}");
            }
        }

        private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
    }

    private sealed record HasSymbol(Microsoft.CodeAnalysis.ISymbol Symbol);

    private sealed record HasArray(double[] Values);

    private sealed record HasList(IReadOnlyList<string> Values);

    private sealed record IsMutable
    {
        public int Value { get; set; }
    }

    private sealed class HasNoEquality(int value)
    {
        public int Value { get; } = value;
    }
}
