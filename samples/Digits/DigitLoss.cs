using Gen.CrossEntropy;

namespace Digits;

/// <summary>The loss that the network is trained with: ten classes, and a tenth of each target spread over all of them.</summary>
[CrossEntropyLoss(10, LabelSmoothing = 0.1)]
public partial class DigitLoss;
