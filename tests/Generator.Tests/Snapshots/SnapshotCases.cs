namespace Gen.CrossEntropy.Generator.Tests.Snapshots;

/// <summary>Few declarations that between them show every regime, every width and every option.</summary>
internal static class SnapshotCases
{
    public static readonly IReadOnlyList<SnapshotCase> All =
    [
        new(nameof(LossSnapshots.TenClasses),
            """
            /// <summary>Which digit an image shows.</summary>
            [CrossEntropyLoss(10, LabelSmoothing = 0.1)]
            public partial class DigitLoss;
            """,
            "DigitLoss.g.cs", "DigitLoss.Interfaces.g.cs", "DigitLoss.Vector512.g.cs"),

        new(nameof(LossSnapshots.ThreeWeightedClasses),
            """
            namespace Pets;

            /// <summary>Cat, dog or neither.</summary>
            [CrossEntropyLoss(3, Reduction = Reduction.None, ClassWeights = new[] { 1, 2, 0.5 })]
            public partial class PetLoss;
            """,
            "Pets.PetLoss.g.cs", "Pets.PetLoss.Vector128.g.cs"),

        new(nameof(LossSnapshots.FortyProbabilities),
            """
            namespace Scenes;

            /// <summary>How likely each scene is.</summary>
            [CrossEntropyLoss(40, DType = DType.Float64, Target = TargetKind.ClassProbabilities)]
            public partial class SceneLoss;
            """,
            "Scenes.SceneLoss.Vector256.g.cs"),

        new(nameof(LossSnapshots.ThousandClasses),
            """
            namespace Words;

            /// <summary>The next word.</summary>
            [CrossEntropyLoss(1000, Reduction = Reduction.Sum, ClassWeightsPerCall = true)]
            public partial class WordLoss;
            """,
            "Words.WordLoss.Interfaces.g.cs", "Words.WordLoss.Vector512.g.cs"),

        new(nameof(LossSnapshots.GroupsOfRows),
            """
            /// <summary>One of sixty species.</summary>
            [CrossEntropyLoss(60)]
            public partial class SpeciesLoss;
            """,
            "SpeciesLoss.Vector512.g.cs"),

        new(nameof(LossSnapshots.EveryTerm),
            """
            namespace Detection;

            /// <summary>What is in the box.</summary>
            [CrossEntropyLoss(
                91, LabelSmoothing = 0.05, ZLoss = 1e-4, LogitScale = 0.5, Softcap = 30, FocalGamma = 2, PolyEpsilon = 1, ClassWeightsPerCall = true,
                Outputs = LossOutputs.Losses | LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy)]
            public partial class BoxLoss;
            """,
            "Detection.BoxLoss.g.cs", "Detection.BoxLoss.Vector256.g.cs"),

        new(nameof(LossSnapshots.SoftmaxOfTwelve),
            """
            /// <summary>Attention over twelve slots.</summary>
            [Softmax(12)]
            public partial class Attention;
            """,
            "Attention.g.cs", "Attention.Vector512.g.cs"),

        new(nameof(LossSnapshots.HalfPrecisionElements),
            """
            namespace Tags;

            /// <summary>Which tags an article has.</summary>
            [BCEWithLogitsLoss(DType = DType.Float16, Reduction = Reduction.None, WeightsPerCall = true, PosWeightsPerCall = true)]
            public partial class TagLoss;
            """,
            "Tags.TagLoss.g.cs", "Tags.TagLoss.Vector256.g.cs"),

        new(nameof(LossSnapshots.SharedLogarithms),
            """
            /// <summary>Which labels apply.</summary>
            [BCEWithLogitsLoss]
            public partial class LabelLoss;
            """,
            "LabelLoss.Vector512.g.cs"),

        new(nameof(LossSnapshots.NestedClass),
            """
            namespace @class.record;

            internal partial struct @event
            {
                internal partial interface IInner
                {
                    [CrossEntropyLoss(5)]
                    internal sealed partial class @params;
                }
            }
            """,
            "class.record.event+IInner+params.Scalar.g.cs"),

        new(nameof(LossSnapshots.TenClassesOnGpus),
            """
            /// <summary>Which digit an image shows.</summary>
            [CrossEntropyLoss(10, LabelSmoothing = 0.1)]
            public partial class DigitLoss;
            """,
            "DigitLoss.Ilgpu.g.cs") { Gpu = true },

        new(nameof(LossSnapshots.ThousandClassesOnGpus),
            """
            namespace Words;

            /// <summary>The next word.</summary>
            [CrossEntropyLoss(1000, Reduction = Reduction.Sum, ClassWeightsPerCall = true)]
            public partial class WordLoss;
            """,
            "Words.WordLoss.Ilgpu.g.cs") { Gpu = true },
    ];

    public static SnapshotCase Of(string test) => All.Single(snapshot => snapshot.Test == test);
}
