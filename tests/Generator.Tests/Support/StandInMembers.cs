namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>Members as the generator adds them to a class called DigitLoss, without their code: for tests of what is said about calls.</summary>
internal static class StandInMembers
{
    /// <summary>A path that marks the file as generated.</summary>
    public const string Path = "generated/DigitLoss.g.cs";

    /// <summary>Forward for the three types of class indices, from spans and from buffers.</summary>
    public const string Passes =
        """
        public static float Forward(System.ReadOnlySpan<float> logits, System.ReadOnlySpan<byte> targets) => 0;
        public static float Forward(System.ReadOnlySpan<float> logits, System.ReadOnlySpan<int> targets) => 0;
        public static float Forward(System.ReadOnlySpan<float> logits, System.ReadOnlySpan<long> targets) => 0;
        public static float Forward(Gen.CrossEntropy.TensorBuffer<float> logits, Gen.CrossEntropy.TensorBuffer<byte> targets) => 0;
        public static float Forward(Gen.CrossEntropy.TensorBuffer<float> logits, Gen.CrossEntropy.TensorBuffer<int> targets) => 0;
        public static float Forward(Gen.CrossEntropy.TensorBuffer<float> logits, Gen.CrossEntropy.TensorBuffer<long> targets) => 0;
        """;

    /// <summary>The generated part.</summary>
    public const string Source = "partial class DigitLoss { " + Passes + " }";
}
