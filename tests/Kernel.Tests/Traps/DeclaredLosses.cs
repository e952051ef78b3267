namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Compiled with these tests, as a user's loss is.</summary>
[CrossEntropyLoss(5, LabelSmoothing = 0.1)]
public sealed partial class DeclaredMeanLoss;

/// <summary>Compiled with these tests.</summary>
[CrossEntropyLoss(5, LabelSmoothing = 0.1, Reduction = Reduction.None, ClassWeightsPerCall = true)]
public sealed partial class DeclaredRowLoss;

/// <summary>Elements that share logarithms.</summary>
[BCEWithLogitsLoss]
internal sealed partial class MeanTags;

/// <summary>Elements of which each has all that an element can have.</summary>
[BCEWithLogitsLoss(Reduction = Reduction.None, WeightsPerCall = true, PosWeightsPerCall = true)]
internal sealed partial class WeighedTags;

/// <summary>Elements of 16 bits, which are rounded on their way past the caches.</summary>
[CrossEntropyLoss(100, DType = DType.BFloat16, Reduction = Reduction.Sum)]
internal sealed partial class HundredHalves;

/// <summary>Elements of 16 bits, which kernels read and write themselves; rows are no whole lines.</summary>
[CrossEntropyLoss(301, DType = DType.BFloat16, Reduction = Reduction.Sum)]
internal sealed partial class HundredsOfHalves;

/// <summary>Its gradient's exponentials are computed where they are written.</summary>
[LogSoftmax(1000)]
internal sealed partial class ThousandLogs;
