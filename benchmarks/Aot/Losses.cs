using Gen.CrossEntropy;

namespace Aot;

[CrossEntropyLoss(3)] public partial class ThreeClasses;
[CrossEntropyLoss(10)] public partial class TenClasses;
[CrossEntropyLoss(100)] public partial class HundredClasses;
[CrossEntropyLoss(1000)] public partial class ThousandClasses;
