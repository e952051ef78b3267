using Gen.CrossEntropy;

namespace Peers.Losses;

// Plain cross-entropy: the mean over class indices, named by class count and type.

[CrossEntropyLoss(2)] public partial class Float32x2;
[CrossEntropyLoss(3)] public partial class Float32x3;
[CrossEntropyLoss(5)] public partial class Float32x5;
[CrossEntropyLoss(10)] public partial class Float32x10;
[CrossEntropyLoss(16)] public partial class Float32x16;
[CrossEntropyLoss(19)] public partial class Float32x19;
[CrossEntropyLoss(21)] public partial class Float32x21;
[CrossEntropyLoss(24)] public partial class Float32x24;
[CrossEntropyLoss(32)] public partial class Float32x32;
[CrossEntropyLoss(64)] public partial class Float32x64;
[CrossEntropyLoss(80)] public partial class Float32x80;
[CrossEntropyLoss(100)] public partial class Float32x100;
[CrossEntropyLoss(128)] public partial class Float32x128;
[CrossEntropyLoss(1000)] public partial class Float32x1000;
[CrossEntropyLoss(4096)] public partial class Float32x4096;
[CrossEntropyLoss(8192)] public partial class Float32x8192;
[CrossEntropyLoss(32768)] public partial class Float32x32768;
[CrossEntropyLoss(50257)] public partial class Float32x50257;
[CrossEntropyLoss(131072)] public partial class Float32x131072;
[CrossEntropyLoss(262144)] public partial class Float32x262144;

[CrossEntropyLoss(1000, DType = DType.Float64)] public partial class Float64x1000;
[CrossEntropyLoss(1000, DType = DType.BFloat16)] public partial class BFloat16x1000;
[CrossEntropyLoss(1000, DType = DType.Float16)] public partial class Float16x1000;

[BCEWithLogitsLoss] public partial class BinaryFloat32;
