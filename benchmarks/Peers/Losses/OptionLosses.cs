using Gen.CrossEntropy;

namespace Peers.Losses;

// One option each, at three class counts: a lane per sample, a row in registers, rolled loops.

[CrossEntropyLoss(10, LabelSmoothing = 0.1)] public partial class Smoothed10;
[CrossEntropyLoss(100, LabelSmoothing = 0.1)] public partial class Smoothed100;
[CrossEntropyLoss(1000, LabelSmoothing = 0.1)] public partial class Smoothed1000;

[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities)] public partial class Distributed10;
[CrossEntropyLoss(100, Target = TargetKind.ClassProbabilities)] public partial class Distributed100;
[CrossEntropyLoss(1000, Target = TargetKind.ClassProbabilities)] public partial class Distributed1000;

[CrossEntropyLoss(10, Reduction = Reduction.None)] public partial class Unreduced10;
[CrossEntropyLoss(100, Reduction = Reduction.None)] public partial class Unreduced100;
[CrossEntropyLoss(1000, Reduction = Reduction.None)] public partial class Unreduced1000;

[CrossEntropyLoss(10, Reduction = Reduction.Sum)] public partial class Summed10;
[CrossEntropyLoss(100, Reduction = Reduction.Sum)] public partial class Summed100;
[CrossEntropyLoss(1000, Reduction = Reduction.Sum)] public partial class Summed1000;

[CrossEntropyLoss(10, ZLoss = 1e-4)] public partial class Penalised10;
[CrossEntropyLoss(100, ZLoss = 1e-4)] public partial class Penalised100;
[CrossEntropyLoss(1000, ZLoss = 1e-4)] public partial class Penalised1000;

[CrossEntropyLoss(10, Softcap = 30)] public partial class Capped10;
[CrossEntropyLoss(100, Softcap = 30)] public partial class Capped100;
[CrossEntropyLoss(1000, Softcap = 30)] public partial class Capped1000;

[CrossEntropyLoss(10, FocalGamma = 2)] public partial class Focal10;
[CrossEntropyLoss(100, FocalGamma = 2)] public partial class Focal100;
[CrossEntropyLoss(1000, FocalGamma = 2)] public partial class Focal1000;
