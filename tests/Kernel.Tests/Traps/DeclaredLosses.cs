namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Compiled with these tests, as a user's loss is.</summary>
[CrossEntropyLoss(5, LabelSmoothing = 0.1)]
public sealed partial class DeclaredMeanLoss;

/// <summary>Compiled with these tests.</summary>
[CrossEntropyLoss(5, LabelSmoothing = 0.1, Reduction = Reduction.None, ClassWeightsPerCall = true)]
public sealed partial class DeclaredRowLoss;
