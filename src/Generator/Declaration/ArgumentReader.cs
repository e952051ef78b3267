using Gen.CrossEntropy.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Reads the arguments of a loss attribute, whatever state they are in.</summary>
internal static class ArgumentReader
{
    /// <summary>Reads what is there. An argument that the compiler refuses is left out, and <see cref="LossArguments.AreReadable"/> is false.</summary>
    public static LossArguments Read(AttributeData attribute)
    {
        Arguments arguments = new(attribute);
        LossArguments read = new()
        {
            ClassCount = arguments.Value<int>(ArgumentNames.ClassCount),
            Prediction = arguments.Enum(ArgumentNames.Prediction),
            DType = arguments.Enum(ArgumentNames.DType),
            Target = arguments.Enum(ArgumentNames.Target),
            Reduction = arguments.Enum(ArgumentNames.Reduction),
            LabelSmoothing = arguments.Value<double>(ArgumentNames.LabelSmoothing),
            IgnoreIndex = arguments.Value<long>(ArgumentNames.IgnoreIndex),
            ClassWeights = arguments.Doubles(ArgumentNames.ClassWeights),
            ClassWeightsPerCall = arguments.Value<bool>(ArgumentNames.ClassWeightsPerCall),
            Terms = new(TermOptions.All.Select(option => (option.Name, Value: arguments.Value<double>(option.Name))).Where(term => term.Value is not null).Select(term => new TermValue(term.Name, term.Value!.Value))),
            Outputs = arguments.Enum(ArgumentNames.Outputs),
            WeightsPerCall = arguments.Value<bool>(ArgumentNames.WeightsPerCall),
            PosWeight = arguments.Value<double>(ArgumentNames.PosWeight),
            PosWeightsPerCall = arguments.Value<bool>(ArgumentNames.PosWeightsPerCall),
            LogTarget = arguments.Value<bool>(ArgumentNames.LogTarget),
            Gpu = arguments.Value<bool>(ArgumentNames.Gpu),
        };

        // Known only now that every argument has been read.
        return read with { AreReadable = arguments.AreReadable };
    }

    private sealed class Arguments
    {
        // The constructor's arguments by the names of its parameters, which no property has, and the named ones.
        private readonly KeyValuePair<string, TypedConstant>[] _all;

        public Arguments(AttributeData attribute)
        {
            IEnumerable<string> parameters = attribute.AttributeConstructor?.Parameters.Select(parameter => parameter.Name) ?? [];
            _all =
            [
                .. parameters.Zip(attribute.ConstructorArguments, (name, value) => new KeyValuePair<string, TypedConstant>(name, value)),
                .. attribute.NamedArguments,
            ];
            AreReadable = attribute.AttributeConstructor is not null && _all.All(argument => IsReadable(argument.Value));
        }

        public bool AreReadable { get; private set; }

        public int? Enum(string name) => Find(name) is { Kind: TypedConstantKind.Enum } constant ? Known(constant.Value as int?) : Absent<int>(name);

        public T? Value<T>(string name)
            where T : struct =>
            Find(name) is { Kind: TypedConstantKind.Primitive } constant ? Known(constant.Value as T?) : Absent<T>(name);

        public EquatableArray<double>? Doubles(string name)
        {
            if (Find(name) is not { Kind: TypedConstantKind.Array, IsNull: false } constant)
            {
                return null;
            }

            // Not a value of the attribute's own type: a foreign attribute of the same name, or an element that the compiler refuses.
            if (!constant.Values.All(element => element is { Kind: TypedConstantKind.Primitive, Value: double }))
            {
                AreReadable = false;
                return null;
            }

            return new(constant.Values.Select(element => (double)element.Value!));
        }

        private static bool IsReadable(TypedConstant constant) =>
            constant.Kind switch
            {
                TypedConstantKind.Error => false,
                TypedConstantKind.Array => constant.IsNull || constant.Values.All(IsReadable),
                _ => true,
            };

        private TypedConstant? Find(string name)
        {
            foreach (KeyValuePair<string, TypedConstant> argument in _all)
            {
                if (argument.Key == name)
                {
                    return argument.Value;
                }
            }

            return null;
        }

        private T? Known<T>(T? value)
            where T : struct
        {
            AreReadable &= value is not null;
            return value;
        }

        private T? Absent<T>(string name)
            where T : struct
        {
            AreReadable &= Find(name) is null;
            return null;
        }
    }
}
