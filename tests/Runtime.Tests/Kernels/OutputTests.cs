using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class OutputTests
{
    private const LossOutputs All = LossOutputs.Losses | LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy;

    private readonly Scene<float, int> scene = new(3, 2, 3);

    [Theory]
    [InlineData(LossPass.Forward)]
    [InlineData(LossPass.ForwardBackward)]
    public void EachSample_WritesItsOutputs(LossPass pass)
    {
        // [3, 2, 3]: x[n, c, s] = (6n + 3c + s)/2.
        scene.Targets[4] = -100;
        Runs.Compute(scene.Call(pass, Reduction.Mean, outputs: All));
        Assert.Equal([1.5f, 2.5f, 3.5f, 7.5f, 8.5f, 9.5f, 13.5f, 14.5f, 15.5f], scene.LogSumExps);
        Assert.Equal([0f, 0, 0, 0, 1, 0, 0, 0, 0], scene.Hits);
        Assert.Equal([0f, 2, 1, 4.5f, 0, 5.5f, 6, 8, 7], scene.Losses);
        Assert.Equal(scene.Losses.Select(l => -l), scene.Entropies);
    }

    [Theory]
    [InlineData(LossOutputs.None)]
    [InlineData(LossOutputs.Losses)]
    [InlineData(LossOutputs.LogSumExp)]
    [InlineData(LossOutputs.Hits)]
    [InlineData(LossOutputs.Entropy)]
    [InlineData(All)]
    public void WhatIsNotDeclared_IsNull(LossOutputs outputs)
    {
        foreach (LossPass pass in Enum.GetValues<LossPass>())
        {
            // Even where the caller left something in the call.
            Runs.Record(scene.Call(LossPass.ForwardBackward, Reduction.Sum, outputs: All) with { Pass = pass, Outputs = outputs });
            Assert.All(ToyKernel<float>.Seen, b =>
            {
                bool Expects(LossOutputs output) => pass != LossPass.Backward && outputs.HasFlag(output);
                Assert.Equal(Expects(LossOutputs.Losses), b.Losses != 0);
                Assert.Equal(Expects(LossOutputs.LogSumExp), b.LogSumExps != 0);
                Assert.Equal(Expects(LossOutputs.Hits), b.Hits != 0);
                Assert.Equal(Expects(LossOutputs.Entropy), b.Entropies != 0);
            });
        }
    }

    [Fact]
    public void Blocks_WriteToTheirSamples()
    {
        Scene<double, long> rows = new(6, 2);
        LossCall<double, double, long> call = rows.Call(LossPass.Forward, Reduction.Sum, outputs: All);
        Runs.Record(call);
        SeenBlock second = ToyKernel<double>.Seen[1];
        Assert.Equal(
            ((nint)(call.Losses.Pointer + 4), (nint)(call.LogSumExps.Pointer + 4), (nint)(call.Hits.Pointer + 4), (nint)(call.Entropies.Pointer + 4)),
            (second.Losses, second.LogSumExps, second.Hits, second.Entropies));
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        foreach (nint length in (nint[])[0, 8, 10])
        {
            LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean, outputs: All);
            Slice<float> wrong = new(call.Hits.Pointer, length);
            Refused(call with { Losses = wrong }, "losses", length);
            Refused(call with { LogSumExps = wrong }, "logSumExps", length);
            Refused(call with { Hits = wrong }, "hits", length);
            Refused(call with { Entropies = wrong }, "entropies", length);
        }
    }

    [Fact]
    public void OutputsOfProbabilitiesAndOfNoTargets_AreWritten()
    {
        Scene<float, float> dense = new(3, 2);
        Runs.Compute(dense.Call(LossPass.Forward, Reduction.Sum, outputs: LossOutputs.LogSumExp));
        Assert.Equal([.5f, 2.5f, 4.5f], dense.LogSumExps);
        Runs.ComputeWithoutTargets(dense.Call(LossPass.Forward, Reduction.Sum, outputs: LossOutputs.Losses));
        Assert.Equal([.25f, 3.25f, 10.25f], dense.Losses);
    }

    private void Refused(LossCall<float, float, int> call, string argument, nint length)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(argument, () => Runs.Compute(call));
        Assert.StartsWith($"{argument}: expected 9 elements, one per sample, got {length} elements.", e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
    }
}
