using Gen.CrossEntropy;

namespace Kernels;

// A lane per sample, a row in registers, rolled loops.
[CrossEntropyLoss(10)] public partial class TenClasses;
[CrossEntropyLoss(100)] public partial class HundredClasses;
[CrossEntropyLoss(1000)] public partial class ThousandClasses;
