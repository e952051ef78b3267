using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>The same call gives the same bits.</summary>
public sealed class RepeatTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void HundredRepeats_GiveTheSameBits(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 10, 41, 200 })
        {
            CompiledLoss loss = LossCompiler.Compile(new Declaration(classCount) { DType = dtype }).Loss;
            Batch batch = Batches.Of(loss.Declaration, 300);
            LossResult first = loss.ForwardBackward(batch);
            for (int i = 1; i < 100; i++)
            {
                // Wherever the arrays lie, and whatever lay there before.
                Assert.Null(LossCheck.Unequal("again", loss.ForwardBackward(batch with { Offset = i % 5 }), first));
            }
        }
    }
}
