using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class ClassMapTests
{
    private const double Canary = 776;

    [Theory]
    [InlineData(7, 3, 1)]
    [InlineData(3, 5, 6)]
    [InlineData(1, 2, 9)]
    [InlineData(40, 1, 1)]
    public void EveryElementType_GivesTheSameNumbers(int samples, int classes, int positions)
    {
        ForwardAndBackward<float, float>(samples, classes, positions);
        ForwardAndBackward<double, double>(samples, classes, positions);
        ForwardAndBackward<Half, float>(samples, classes, positions);
        ForwardAndBackward<BFloat16, float>(samples, classes, positions);
    }

    [Fact]
    public void WrittenMemory_MayBeExactlyAnInput()
    {
        InPlace<float, float>();
        InPlace<Half, float>();
    }

    [Fact]
    public void WrittenMemoryThatOverlapsInPart_IsRefused()
    {
        float[] memory = Pinned.Build(40, i => (float)i);
        Slice<float> At(int start) => new(Pinned.Slice(memory).Pointer + start, 12);
        MapCall<float, float> forward = Call<float, float>(LossPass.Forward, 3, 1) with { Input = At(6), Output = At(7), InputName = "logits", OutputName = "logProbabilities" };
        Refused(forward, "logProbabilities", "logProbabilities: expected memory apart from logits, got memory that overlaps it without being exactly the same memory.");

        MapCall<float, float> backward = Call<float, float>(LossPass.Backward, 3, 1) with { Input = At(0), Upstream = At(14), Gradient = At(3), InputName = "logProbabilities" };
        Refused(backward, "gradient", "gradient: expected memory apart from logProbabilities, got");
        Refused(backward with { Gradient = At(25) }, "gradient", "gradient: expected memory apart from upstream, got");
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), memory);
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        float[] memory = Pinned.Build(60, _ => (float)Canary);
        Slice<float> Of(int start, int length) => new(Pinned.Slice(memory).Pointer + start, length);
        MapCall<float, float> call = Call<float, float>(LossPass.Forward, 3, 2) with
        {
            Input = Of(0, 12), Upstream = Of(15, 12), Output = Of(30, 12), Gradient = Of(45, 12), OutputName = "probabilities",
        };
        Refused(call with { Input = Of(0, 11) }, "logits", "logits: expected a multiple of C·S = 3 classes · 2 positions, got 11 elements.");
        Refused(call with { Output = Of(30, 13) }, "probabilities", "probabilities: expected 12 elements, as many as logits, got 13 elements.");
        MapCall<float, float> backward = call with { Pass = LossPass.Backward, InputName = "probabilities" };
        Refused(backward with { Upstream = Of(15, 6) }, "upstream", "upstream: expected 12 elements, as many as probabilities, got 6 elements.");
        Refused(backward with { Gradient = default }, "gradient", "gradient: expected 12 elements, as many as probabilities, got 0 elements.");
        Assert.Throws<ArgumentOutOfRangeException>("positions", () => Runs.Compute(call with { Positions = 0 }));
        Assert.All(memory, v => Assert.Equal(Canary, v));
    }

    [Fact]
    public void BoundBuffers_GiveTheirShapes()
    {
        using TensorBuffer<Half> input = Device.Cpu.Allocate<Half>(2, 3, 2, 2);
        using TensorBuffer<Half> output = Device.Cpu.Allocate<Half>(2, 3, 2, 2);
        using TensorBuffer<Half> flat = Device.Cpu.Allocate<Half>(24);
        MapCall<Half, float> call = Call<Half, float>(LossPass.Forward, 3, 1);
        call.OutputName = "probabilities";
        call.Bind(input, output: output);
        Assert.Equal(4, call.Positions);
        Assert.Equal(24, call.Input.Length);
        Runs.Compute(call);
        Assert.Throws<ArgumentNullException>("logits", () => call.Bind(null!));
        ArgumentException e = Assert.Throws<ArgumentException>("probabilities", () => call.Bind(input, output: flat));
        Assert.StartsWith("probabilities: expected the shape [2, 3, 2, 2] of the logits, got [24].", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("upstream", () => call.Bind(input, upstream: flat));
        Assert.Throws<ArgumentException>("gradient", () => call.Bind(input, gradient: flat));
    }

    [Fact]
    public void EmptyBatch_DoesNothing() => Runs.Compute(Call<float, float>(LossPass.Forward, 3, 5));

    private static void ForwardAndBackward<T, TReal>(int samples, int classes, int positions)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        int elements = samples * classes * positions;
        T[] input = Pinned.Build(elements, i => Number.Of<T>(i % 50));
        T[] upstream = Pinned.Build(elements, i => Number.Of<T>(i % 3));
        T[] output = Pinned.Build(elements + 1, _ => Number.Of<T>(Canary));
        T[] gradient = Pinned.Build(elements + 1, _ => Number.Of<T>(Canary));
        MapCall<T, TReal> call = Call<T, TReal>(LossPass.Forward, classes, positions) with { Input = Pinned.Slice(input), Output = new(Pinned.Slice(output).Pointer, elements) };
        Runs.Compute(call);
        for (int i = 0; i < elements; i++)
        {
            // Blocks of 4: the place in its block is that of the row, or of the position.
            int inBlock = (positions == 1 ? i / classes : i % positions) % 4;
            Assert.Equal((2 * (i % 50)) + inBlock, Number.Value(output[i]));
        }

        Runs.Compute(call with { Pass = LossPass.Backward, Upstream = Pinned.Slice(upstream), Gradient = new(Pinned.Slice(gradient).Pointer, elements) });
        Assert.Equal(Enumerable.Range(0, elements).Select(i => (double)(i % 50 * (i % 3))), Number.Values(gradient[..^1]));
        Assert.Equal((Canary, Canary), (Number.Value(output[^1]), Number.Value(gradient[^1])));
        Assert.Equal(Enumerable.Range(0, elements).Select(i => (double)(i % 50)), Number.Values(input));
    }

    private static void InPlace<T, TReal>()
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        T[] input = Pinned.Build(15, i => Number.Of<T>(i));
        T[] upstream = Pinned.Build(15, _ => Number.Of<T>(2));
        MapCall<T, TReal> call = Call<T, TReal>(LossPass.Forward, 3, 1) with { Input = Pinned.Slice(input), Output = Pinned.Slice(input) };
        Runs.Compute(call);
        Assert.Equal([0.0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23, 25, 24, 26, 28], Number.Values(input));

        MapCall<T, TReal> backward = call with { Pass = LossPass.Backward, Upstream = Pinned.Slice(upstream), Gradient = Pinned.Slice(upstream) };
        Runs.Compute(backward);
        Assert.Equal([0.0, 4, 8, 14, 18, 22, 28, 32, 36, 42, 46, 50, 48, 52, 56], Number.Values(upstream));
        Runs.Compute(backward with { Gradient = Pinned.Slice(input) });
        Assert.Equal([0.0, 8, 32], Number.Values(input[..3]));
    }

    private static MapCall<T, TReal> Call<T, TReal>(LossPass pass, int classes, int positions)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ToyMapKernel<TReal>.Classes = classes;
        return new() { Pass = pass, ClassCount = classes, BlockRows = 4, Positions = positions };
    }

    private static void Refused(MapCall<float, float> call, string argument, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(argument, () => Runs.Compute(call));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }
}
