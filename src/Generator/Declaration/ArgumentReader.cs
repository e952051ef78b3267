using System.Collections.Immutable;
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
        // The order of evaluation matters: AreReadable is known when every argument has been read.
        LossArguments read = new(
            AreReadable: true,
            arguments.Constructor(),
            arguments.Enum(ArgumentNames.DType),
            arguments.Enum(ArgumentNames.Target),
            arguments.Enum(ArgumentNames.Reduction),
            arguments.Value<double>(ArgumentNames.LabelSmoothing),
            arguments.Value<long>(ArgumentNames.IgnoreIndex),
            arguments.Doubles(ArgumentNames.ClassWeights),
            arguments.Value<bool>(ArgumentNames.ClassWeightsPerCall))
        {
            Kind = LossAttributes.KindOf(attribute),
            ZLoss = arguments.Value<double>(ArgumentNames.ZLoss),
            LogitScale = arguments.Value<double>(ArgumentNames.LogitScale),
            Softcap = arguments.Value<double>(ArgumentNames.Softcap),
            FocalGamma = arguments.Value<double>(ArgumentNames.FocalGamma),
            PolyEpsilon = arguments.Value<double>(ArgumentNames.PolyEpsilon),
            Outputs = arguments.Enum(ArgumentNames.Outputs),
            WeightsPerCall = arguments.Value<bool>(ArgumentNames.WeightsPerCall),
            PosWeight = arguments.Value<double>(ArgumentNames.PosWeight),
            PosWeightsPerCall = arguments.Value<bool>(ArgumentNames.PosWeightsPerCall),
            LogTarget = arguments.Value<bool>(ArgumentNames.LogTarget),
            Prediction = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value as int? : null,
        };
        return read with { AreReadable = arguments.AreReadable };
    }

    private sealed class Arguments
    {
        private readonly ImmutableArray<TypedConstant> _positional;
        private readonly ImmutableArray<KeyValuePair<string, TypedConstant>> _named;

        public Arguments(AttributeData attribute)
        {
            _positional = attribute.ConstructorArguments;
            _named = attribute.NamedArguments;
            AreReadable = attribute.AttributeConstructor is not null
                && _positional.All(IsReadable)
                && _named.All(argument => IsReadable(argument.Value));
        }

        public bool AreReadable { get; private set; }

        public int? Constructor() => _positional.Length == 0 ? null : Known(_positional.Length > 0 && _positional[0].Kind == TypedConstantKind.Primitive ? _positional[0].Value as int? : null);

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
            foreach (KeyValuePair<string, TypedConstant> argument in _named)
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
