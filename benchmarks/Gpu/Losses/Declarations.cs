using Gen.CrossEntropy;

namespace GpuBenchmark.Losses;

// Every loss of this program, named by its type and class count. None is reduced: results stay on the device. Each takes seconds to build: Float16 and Float32 have fewer.
// Without ILGPU nothing is measured, and those of ten classes are enough to see that the program builds.

[CrossEntropyLoss(10, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x10;
[CrossEntropyLoss(10, DType = DType.Float16, Reduction = Reduction.None)] public partial class Float16x10;
[CrossEntropyLoss(10, Reduction = Reduction.None)] public partial class Float32x10;

#if ILGPU
[CrossEntropyLoss(32, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x32;
[CrossEntropyLoss(100, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x100;
[CrossEntropyLoss(256, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x256;
[CrossEntropyLoss(1000, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x1000;
[CrossEntropyLoss(1024, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x1024;
[CrossEntropyLoss(4096, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x4096;
[CrossEntropyLoss(16384, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x16384;
[CrossEntropyLoss(50257, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x50257;
[CrossEntropyLoss(65536, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x65536;
[CrossEntropyLoss(131072, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x131072;
[CrossEntropyLoss(262144, DType = DType.BFloat16, Reduction = Reduction.None)] public partial class BFloat16x262144;

[CrossEntropyLoss(1000, DType = DType.Float16, Reduction = Reduction.None)] public partial class Float16x1000;
[CrossEntropyLoss(50257, DType = DType.Float16, Reduction = Reduction.None)] public partial class Float16x50257;

[CrossEntropyLoss(100, Reduction = Reduction.None)] public partial class Float32x100;
[CrossEntropyLoss(1000, Reduction = Reduction.None)] public partial class Float32x1000;
[CrossEntropyLoss(4096, Reduction = Reduction.None)] public partial class Float32x4096;
[CrossEntropyLoss(16384, Reduction = Reduction.None)] public partial class Float32x16384;
[CrossEntropyLoss(50257, Reduction = Reduction.None)] public partial class Float32x50257;
[CrossEntropyLoss(131072, Reduction = Reduction.None)] public partial class Float32x131072;
[CrossEntropyLoss(262144, Reduction = Reduction.None)] public partial class Float32x262144;
#endif
