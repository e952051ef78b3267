using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>int, long and byte targets are three ways to say the same.</summary>
public sealed class TargetTypeTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void TargetTypes_GiveTheSameBits(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 10, 41 })
        {
            CompiledLoss loss = LossCompiler.Compile(new Declaration(classCount) { DType = dtype, IgnoreIndex = 3 }).Loss;
            foreach (int positions in new[] { 1, 7 })
            {
                Batch batch = Batches.Of(loss.Declaration, 50, positions, IndexType.Int32);
                LossResult ints = loss.ForwardBackward(batch);
                long[] values = ((IndexTargets)batch.Targets).Values;
                Assert.Contains(3, values);
                Assert.Null(LossCheck.Unequal("long targets", loss.ForwardBackward(batch with { Targets = new IndexTargets(values, IndexType.Int64) }), ints));
                Assert.Null(LossCheck.Unequal("byte targets", loss.ForwardBackward(batch with { Targets = new IndexTargets(values, IndexType.UInt8) }), ints));
            }
        }
    }
}
