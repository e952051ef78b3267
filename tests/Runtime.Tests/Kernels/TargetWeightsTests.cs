using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class TargetWeightsTests
{
    public static TheoryData<int> ClassCounts => [1, 2, 15, 16, 17, 31, 32, 33, 100];

    [Theory]
    [MemberData(nameof(ClassCounts))]
    public void WeightOfEachTarget_IsItsClasss(int classes)
    {
        // The last class's weight is no number: where a target is ignored, no bit of any weight may be used.
        float[] weights = Pinned.Build(classes, c => c == classes - 1 ? float.NaN : c + 0.5f);
        double[] wide = Pinned.Build(classes, c => (double)weights[c]);
        foreach (int count in (int[])[1, 15, 16, 17, 31, 33, 2048])
        {
            foreach (bool ignores in (bool[])[false, true])
            {
                int[] targets = Pinned.Build(count, i => ignores && i % 3 == 1 ? -1 : i * 7 % classes);
                long[] wideTargets = Pinned.Build(count, i => (long)targets[i]);
                fixed (float* w = weights)
                fixed (double* d = wide)
                fixed (int* t = targets)
                fixed (long* l = wideTargets)
                {
                    float[] expected = [.. targets.Select(target => target < 0 ? 0 : weights[target])];
                    Assert.Equal(expected, new ReadOnlySpan<float>(TargetWeights.Of(t, count, w, classes, ignores), count).ToArray());
                    Assert.Equal(expected.Select(v => (double)v), new ReadOnlySpan<double>(TargetWeights.Of(l, count, d, classes, ignores), count).ToArray());
                }
            }
        }
    }
}
