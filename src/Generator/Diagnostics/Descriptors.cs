using System.Collections.Immutable;
using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis;

namespace Gen.CrossEntropy.Generator.Diagnostics;

/// <summary>Every diagnostic. A message says what is wrong and what to write instead; the page behind its link has an example.</summary>
internal static class Descriptors
{
    private const string Category = "Gen.CrossEntropy";
    private const string Pages = "https://github.com/gen-crossentropy/gen-crossentropy/blob/main/docs/diagnostics/";

    // An error means that nothing is generated: hiding it would leave only "does not contain a definition" at every use.
    private const string Firm = WellKnownDiagnosticTags.NotConfigurable;

    public static readonly DiagnosticDescriptor NotPartial = new(
        RuleIds.NotPartial,
        "A loss class must be partial",
        "'{0}' carries a loss attribute but is not partial; write 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.NotPartial + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        RuleIds.ContainingTypeNotPartial,
        "A type around a loss class must be partial",
        "'{0}' contains the loss class '{1}' but is not partial; write 'partial {2} {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ContainingTypeNotPartial + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor Generic = new(
        RuleIds.Generic,
        "A loss class must not be generic",
        "'{0}' cannot be a loss class because '{1}' has type parameters; declare the loss in a class without type parameters, once per variant, and pass it as a type argument",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.Generic + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor Static = new(
        RuleIds.Static,
        "A loss class must not be static",
        "'{0}' is static and so can neither implement an interface of losses nor be a type argument; remove 'static' (the generated members are static all the same)",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.Static + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor Record = new(
        RuleIds.Record,
        "A loss class must not be a record",
        "'{0}' is a record, whose equality and printing mean nothing for a loss; write 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.Record + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor FileLocal = new(
        RuleIds.FileLocal,
        "A loss class must not be file-local",
        "'{0}' cannot be a loss class because '{1}' is file-local and its other part is generated in another file; replace 'file' by 'internal' or 'private'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.FileLocal + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor LanguageVersion = new(
        RuleIds.LanguageVersion,
        "Losses need C# 12",
        "The loss '{0}' is generated in C# 12, which this project does not allow; remove LangVersion from the project or set it to 12 or later",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.LanguageVersion + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor UnsafeBlocks = new(
        RuleIds.UnsafeBlocks,
        "Losses need AllowUnsafeBlocks",
        "The kernels of '{0}' use pointers, which this project does not allow; write '<AllowUnsafeBlocks>true</AllowUnsafeBlocks>' in the project file",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.UnsafeBlocks + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ClassCount = new(
        RuleIds.ClassCount,
        "The class count is out of range",
        "The class count is {0}; write a number of classes from 1 to {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ClassCount + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ClassWeightsLength = new(
        RuleIds.ClassWeightsLength,
        "One class weight per class is needed",
        "ClassWeights has {0} values for {1} classes; write one weight per class, in the order of the classes",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ClassWeightsLength + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ClassWeightsValue = new(
        RuleIds.ClassWeightsValue,
        "A class weight is not usable",
        "The weight of class {0} is {1}: {2}; write a finite weight that is 0 or positive, or declare DType = DType.Float64 if Float32 cannot hold it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ClassWeightsValue + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor TwoSourcesOfClassWeights = new(
        RuleIds.TwoSourcesOfClassWeights,
        "Class weights come from one place",
        "ClassWeights gives the weights here and ClassWeightsPerCall asks for them at each call; remove one of the two",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.TwoSourcesOfClassWeights + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor LabelSmoothing = new(
        RuleIds.LabelSmoothing,
        "The label smoothing is out of range",
        "LabelSmoothing is {0}; write a share from 0 to 1, for example LabelSmoothing = {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.LabelSmoothing + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor IgnoreIndexWithProbabilities = new(
        RuleIds.IgnoreIndexWithProbabilities,
        "Class probabilities have no ignore index",
        "IgnoreIndex is {0}, but a target of class probabilities is not an index; remove IgnoreIndex, or declare Target = TargetKind.ClassIndices",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.IgnoreIndexWithProbabilities + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor UnusedIgnoreIndex = new(
        RuleIds.UnusedIgnoreIndex,
        "The ignore index is not used",
        "IgnoreIndex = {0} has no effect on targets that are class probabilities; remove it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.UnusedIgnoreIndex + ".md");

    public static readonly DiagnosticDescriptor EnumValue = new(
        RuleIds.EnumValue,
        "The option has no such value",
        "{0} is {1}, which is none of its values; write one of {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.EnumValue + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor SecondLoss = new(
        RuleIds.SecondLoss,
        "A class declares one loss",
        "'{0}' already declares a loss with [{1}]; declare this one on a class of its own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.SecondLoss + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ReservedMember = new(
        RuleIds.ReservedMember,
        "A member has the name of a generated member",
        "'{0}' gets generated members of the name '{1}'; give this member another name, or move it to another class",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ReservedMember + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor ClassNamedAsMember = new(
        RuleIds.ClassNamedAsMember,
        "A loss class has the name of a generated member",
        "A class cannot be called like a member of it, and a loss class gets a member '{0}'; give the class another name, for example '{0}Loss'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.ClassNamedAsMember + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor IgnoreIndexNeverMatches = new(
        RuleIds.IgnoreIndexNeverMatches,
        "The targets cannot hold the ignore index",
        "The ignore index of '{0}' is {1}, which no {2} can be: every target is taken as a class; pass targets of type {3}, or declare an IgnoreIndex that {2} can hold",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.IgnoreIndexNeverMatches + ".md");

    public static readonly DiagnosticDescriptor IntegerDivision = new(
        RuleIds.IntegerDivision,
        "An integer division loses its fraction",
        "'{0}' is a division of integers and gives {1}; write '{2}'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.IntegerDivision + ".md");

    public static readonly DiagnosticDescriptor OptionRange = new(
        RuleIds.OptionRange,
        "The value of an option is out of range",
        "{0} is {1}: {2}; write {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.OptionRange + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor NeedsClassIndices = new(
        RuleIds.NeedsClassIndices,
        "The option needs class indices",
        "{0} is about the sample's own class, which targets that are class probabilities do not name; remove {0}, or declare Target = TargetKind.ClassIndices",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.NeedsClassIndices + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor RedundantLosses = new(
        RuleIds.RedundantLosses,
        "The losses are written anyway",
        "Reduction.None writes the losses already; remove LossOutputs.Losses",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.RedundantLosses + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor BatchMean = new(
        RuleIds.BatchMean,
        "Only a divergence has a batch mean",
        "Reduction.BatchMean is the mean of a [KLDivLoss] over its batch, and of no other loss; write Reduction = Reduction.Mean",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.BatchMean + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor TwoSourcesOfPosWeights = new(
        RuleIds.TwoSourcesOfPosWeights,
        "Positive weights come from one place",
        "PosWeight gives the weight here and PosWeightsPerCall asks for weights at each call; remove one of the two",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.TwoSourcesOfPosWeights + ".md",
        customTags: Firm);

    public static readonly DiagnosticDescriptor GpuPackage = new(
        RuleIds.GpuPackage,
        "Kernels for GPUs need Gen.CrossEntropy.Ilgpu",
        "'{0}' must have kernels for GPUs, which need a reference to Gen.CrossEntropy.Ilgpu; add it to the project, or remove 'Gpu = true'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + RuleIds.GpuPackage + ".md",
        customTags: Firm);

    /// <summary>All of them, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotPartial,
        ContainingTypeNotPartial,
        Generic,
        Static,
        Record,
        FileLocal,
        LanguageVersion,
        UnsafeBlocks,
        ClassCount,
        ClassWeightsLength,
        ClassWeightsValue,
        TwoSourcesOfClassWeights,
        LabelSmoothing,
        IgnoreIndexWithProbabilities,
        UnusedIgnoreIndex,
        EnumValue,
        SecondLoss,
        ReservedMember,
        ClassNamedAsMember,
        IgnoreIndexNeverMatches,
        IntegerDivision,
        OptionRange,
        NeedsClassIndices,
        RedundantLosses,
        BatchMean,
        TwoSourcesOfPosWeights,
        GpuPackage);

    /// <summary>The descriptor of one of <see cref="RuleIds"/>.</summary>
    public static DiagnosticDescriptor Of(string id) => All.First(descriptor => descriptor.Id == id);
}
