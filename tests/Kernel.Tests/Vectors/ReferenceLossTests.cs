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
            Declaration declaration = truth.Declaration(DType.Float64, weightsPerCall: false);
            VectorScore score = VectorScore.Of(truth, ReferenceLoss.Compute(declaration, truth.Batch(declaration)), DType.Float64);
            if (!score.Passes)
            {
                failures.Add($"{truth}: {score.What}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void EveryFile_IsThere() => Assert.Equal(
        [
            "edges.json.gz", "elements.json.gz", "entropy.json.gz", "errors.json.gz", "family-errors.json.gz", "index.json.gz", "nll.json.gz", "probabilities.json.gz", "softmax.json.gz", "terms.json.gz",
        ],
        VectorFile.Committed.Select(path => Path.GetFileName(path)));
}
