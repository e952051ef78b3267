using Gen.CrossEntropy;

namespace Digits.Tests;

/// <summary>The sample's loss in double and with three classes: small and exact enough to compare gradients with finite differences.</summary>
[CrossEntropyLoss(3, DType = DType.Float64, LabelSmoothing = 0.1)]
internal sealed partial class TinyLoss;
