using System.Globalization;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>What the rules make of a declaration.</summary>
/// <param name="Spec">The declaration in canonical form; null if it breaks a rule that is an error or if the compiler already refuses it.</param>
/// <param name="Violations">The broken rules, of the class first, then of the arguments in the attribute's order, then of the members.</param>
internal sealed record CheckedDeclaration(LossSpec? Spec, EquatableArray<Violation> Violations);

/// <summary><see cref="LossDeclaration"/> → <see cref="LossSpec"/> or violations. Pure: no symbol, no syntax.</summary>
internal static class DeclarationRules
{
    /// <summary>The largest class count that plans are made and tested for: about a million, several times the largest vocabularies in use.</summary>
    public const int MaxClassCount = 1 << 20;

    /// <summary>PyTorch's default; a test asserts that it is the runtime attribute's.</summary>
    public const long DefaultIgnoreIndex = -100;

    /// <summary>Checks the rules that depend on the declaration alone.</summary>
    public static CheckedDeclaration Check(LossDeclaration declaration)
    {
        // The compiler refuses the attribute on anything but a class, in words that need no addition.
        if (!declaration.Shape.IsClass)
        {
            return new CheckedDeclaration(null, default);
        }

        Findings findings = new();
        if (declaration.EarlierLoss is { } earlier)
        {
            // The first application stands for the class; the rules would only repeat what they say of it.
            findings.Refuse(RuleIds.SecondLoss, Site.Attribute, declaration.Type.Name, earlier);
            return new CheckedDeclaration(null, findings.Violations);
        }

        CheckShape(declaration, findings);
        CheckArguments(declaration.Arguments, findings);
        CheckMembers(declaration, findings);
        bool stands = declaration.Arguments.AreReadable && !findings.Refused;
        return new CheckedDeclaration(stands ? BuildSpec(declaration) : null, findings.Violations);
    }

    /// <summary>Checks what the project must allow before anything can be generated for the class.</summary>
    public static EquatableArray<Violation> Check(LossDeclaration declaration, CompilationFacts facts)
    {
        Findings findings = new();
        if (declaration.Shape.IsClass && declaration.EarlierLoss is null)
        {
            findings.RefuseIf(!facts.LanguageVersionSupported, RuleIds.LanguageVersion, Site.Class, declaration.Type.Name);
            findings.RefuseIf(!facts.UnsafeAllowed, RuleIds.UnsafeBlocks, Site.Class, declaration.Type.Name);
        }

        return findings.Violations;
    }

    /// <summary>Whether the project allows what generated code needs; <see cref="Check(LossDeclaration, CompilationFacts)"/> says what is missing.</summary>
    public static bool CanGenerate(CompilationFacts facts) => facts.LanguageVersionSupported && facts.UnsafeAllowed;

    /// <summary>Whether targets of <paramref name="bytes"/> bytes (1 is unsigned, 4 and 8 are signed) can hold <paramref name="ignoreIndex"/>.</summary>
    public static bool Holds(int bytes, long ignoreIndex) =>
        bytes switch
        {
            1 => ignoreIndex is >= byte.MinValue and <= byte.MaxValue,
            4 => ignoreIndex is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };

    private static void CheckShape(LossDeclaration declaration, Findings findings)
    {
        ClassShape shape = declaration.Shape;
        string name = declaration.Type.Name;
        findings.RefuseIf(shape.IsRecord, RuleIds.Record, Site.Class, name);
        findings.RefuseIf(!shape.IsPartial && !shape.IsRecord, RuleIds.NotPartial, Site.Class, name);
        findings.RefuseIf(shape.IsStatic, RuleIds.Static, Site.Class, name);
        foreach (ContainingType container in shape.NotPartialContainers)
        {
            findings.Refuse(RuleIds.ContainingTypeNotPartial, Site.Class, container.Name, name, container.Keywords);
        }

        findings.RefuseIf(shape.GenericType is not null, RuleIds.Generic, Site.Class, name, shape.GenericType ?? "");
        findings.RefuseIf(shape.FileLocalType is not null, RuleIds.FileLocal, Site.Class, name, shape.FileLocalType ?? "");
        findings.RefuseIf(GeneratedMembers.Reserve(name), RuleIds.ClassNamedAsMember, Site.Class, name);
    }

    private static void CheckArguments(LossArguments arguments, Findings findings)
    {
        if (arguments.ClassCount is { } classCount)
        {
            findings.RefuseIf(!IsClassCount(classCount), RuleIds.ClassCount, Site.Argument(ArgumentNames.ClassCount), Text(classCount), Text(MaxClassCount));
        }

        CheckEnum<DType>(ArgumentNames.DType, arguments.DType, findings);
        CheckEnum<TargetKind>(ArgumentNames.Target, arguments.Target, findings);
        CheckEnum<Reduction>(ArgumentNames.Reduction, arguments.Reduction, findings);
        if (arguments.LabelSmoothing is { } smoothing && !(smoothing >= 0 && smoothing <= 1))
        {
            // A value such as 10 is most likely meant as a percentage.
            string instead = Text(smoothing is > 1 and <= 100 ? smoothing / 100 : 0.1);
            findings.Refuse(RuleIds.LabelSmoothing, Site.Argument(ArgumentNames.LabelSmoothing), Text(smoothing), instead);
        }

        CheckIgnoreIndex(arguments, findings);
        CheckClassWeights(arguments, findings);
    }

    private static void CheckEnum<T>(string name, int? value, Findings findings)
        where T : struct, Enum
    {
        if (value is { } number && !Enum.IsDefined(typeof(T), number))
        {
            string names = string.Join(", ", Enum.GetNames(typeof(T)).Select(member => typeof(T).Name + "." + member));
            findings.Refuse(RuleIds.EnumValue, Site.Argument(name), name, Text(number), names);
        }
    }

    private static void CheckIgnoreIndex(LossArguments arguments, Findings findings)
    {
        if (arguments.IgnoreIndex is not { } ignoreIndex || arguments.Target != (int)TargetKind.ClassProbabilities)
        {
            return;
        }

        Site site = Site.Argument(ArgumentNames.IgnoreIndex);
        if (ignoreIndex >= 0)
        {
            findings.Refuse(RuleIds.IgnoreIndexWithProbabilities, site, Text(ignoreIndex));
        }
        else
        {
            findings.Warn(RuleIds.UnusedIgnoreIndex, site, Text(ignoreIndex));
        }
    }

    private static void CheckClassWeights(LossArguments arguments, Findings findings)
    {
        if (arguments.ClassWeights is not { } weights)
        {
            return;
        }

        findings.RefuseIf(arguments.ClassWeightsPerCall is true, RuleIds.TwoSourcesOfClassWeights, Site.Argument(ArgumentNames.ClassWeightsPerCall));
        if (arguments.ClassCount is { } classCount && IsClassCount(classCount))
        {
            findings.RefuseIf(
                weights.Count != classCount, RuleIds.ClassWeightsLength, Site.Argument(ArgumentNames.ClassWeights), Text(weights.Count), Text(classCount));
        }

        DType dtype = (DType)(arguments.DType ?? (int)DType.Float32);
        for (int c = 0; c < weights.Count; c++)
        {
            if (FaultOfWeight(weights[c], dtype) is { } fault)
            {
                findings.Refuse(RuleIds.ClassWeightsValue, Site.Argument(ArgumentNames.ClassWeights, c), Text(c), Text(weights[c]), fault);
            }
        }
    }

    // The kernels hold a weight in the declared element type, where it must be what the user wrote: neither infinite nor, if it was not written as 0, zero.
    private static string? FaultOfWeight(double weight, DType dtype)
    {
        if (double.IsNaN(weight) || double.IsInfinity(weight))
        {
            return "it is not finite";
        }

        if (weight < 0)
        {
            return "it is negative";
        }

        if (dtype != DType.Float32 || weight == 0)
        {
            return null;
        }

        float rounded = (float)weight;
        return float.IsInfinity(rounded) ? "it is infinite in Float32" : rounded == 0 ? "it is zero in Float32" : null;
    }

    private static void CheckMembers(LossDeclaration declaration, Findings findings)
    {
        foreach (string name in declaration.MemberNames)
        {
            // Constructors and the like have names that no rule reserves.
            findings.RefuseIf(GeneratedMembers.Reserve(name), RuleIds.ReservedMember, Site.Member(name), declaration.Type.Name, name);
        }
    }

    private static LossSpec BuildSpec(LossDeclaration declaration)
    {
        LossArguments arguments = declaration.Arguments;
        TargetKind target = (TargetKind)(arguments.Target ?? (int)TargetKind.ClassIndices);
        bool constant = arguments.ClassWeights is { } weights && weights.Any(weight => weight != 1);
        WeightKind kind = constant ? WeightKind.Constant : arguments.ClassWeightsPerCall is true ? WeightKind.PerCall : WeightKind.None;
        bool elements = arguments.Kind is LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE;
        double posWeight = arguments.PosWeight ?? 1;
        return new LossSpec(declaration.Type, arguments.Kind, elements ? 1 : arguments.ClassCount!.Value)
        {
            DType = (DType)(arguments.DType ?? (int)DType.Float32),
            Target = target,
            Reduction = (Reduction)(arguments.Reduction ?? (int)Reduction.Mean),
            LabelSmoothing = PositiveZero(arguments.LabelSmoothing ?? 0),
            IgnoreIndex = arguments.Kind == LossKind.NLL || (arguments.Kind == LossKind.CrossEntropy && target == TargetKind.ClassIndices) ? arguments.IgnoreIndex ?? DefaultIgnoreIndex : null,
            Weights = arguments.WeightsPerCall is true ? WeightKind.PerCall : kind,
            ClassWeights = constant ? new(arguments.ClassWeights!.Value.Select(PositiveZero)) : default,
            ZLoss = PositiveZero(arguments.ZLoss ?? 0),
            LogitScale = arguments.LogitScale ?? 1,
            Softcap = arguments.Softcap is { } cap && cap != 0 ? cap : null,
            FocalGamma = PositiveZero(arguments.FocalGamma ?? 0),
            PolyEpsilon = PositiveZero(arguments.PolyEpsilon ?? 0),
            Outputs = (LossOutputs)(arguments.Outputs ?? 0),
            PosWeights = arguments.PosWeightsPerCall is true ? WeightKind.PerCall : posWeight == 1 ? WeightKind.None : WeightKind.Constant,
            PosWeight = PositiveZero(posWeight),
            LogTarget = arguments.LogTarget is true,
            Prediction = (PredictionKind)(arguments.Prediction ?? 0),
        };
    }

    private static bool IsClassCount(int value) => value is >= 1 and <= MaxClassCount;

    // -0.0 equals 0.0 but prints differently, and equal specs must print equal files.
    private static double PositiveZero(double value) => value == 0 ? 0 : value;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Findings
    {
        private readonly List<Violation> _violations = [];

        public bool Refused { get; private set; }

        public EquatableArray<Violation> Violations => new(_violations);

        public void Refuse(string id, Site site, params string[] arguments)
        {
            Refused = true;
            Warn(id, site, arguments);
        }

        public void RefuseIf(bool broken, string id, Site site, params string[] arguments)
        {
            if (broken)
            {
                Refuse(id, site, arguments);
            }
        }

        public void Warn(string id, Site site, params string[] arguments) => _violations.Add(new Violation(id, site, new(arguments)));
    }
}
