using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>The reference that kernels are compared with is itself compared with PyTorch.</summary>
public sealed class ReferenceLossTests
{
    public static TheoryData<string> Files => [.. VectorFile.Committed.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void ReferenceLoss_AgreesWithPyTorch(string file)
    {
        List<string> failures = [];
        foreach (VectorCase truth in VectorFile.Read(VectorFile.Committed.Single(path => Path.GetFileName(path) == file)).Where(c => !c.MustRefuse))
        {
            LossResult result = ReferenceLoss.Compute(truth.Declaration(DType.Float64, weightsPerCall: false), truth.Batch(weightsPerCall: false));
            VectorScore score = VectorScore.Of(truth, result, DType.Float64);
            if (!score.Passes)
            {
                failures.Add($"{truth}: {score.What}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void EveryFile_IsThere() => Assert.Equal(["edges.json.gz", "errors.json.gz", "index.json.gz", "probabilities.json.gz"], VectorFile.Committed.Select(path => Path.GetFileName(path)));
}
