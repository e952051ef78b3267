using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class OverlapTests
{
    private const int Samples = 8;
    private const int Classes = 8;

    private static readonly string[] Read = ["logits", "targets", "classWeights", "upstream"];

    /// <summary>In the order in which refusals name them: of two that overlap, the later one.</summary>
    private static readonly string[] Written = ["gradient", "losses", "logSumExps", "hits", "entropies"];

    private static readonly string[] Arguments = [.. Read, .. Written];

    // Room for everything apart: each argument has 1024 bytes and the same before it, so that none touches another unless a test moves it.
    private readonly byte[] arena = Pinned.Build(19 * 1024, _ => (byte)0xA5);

    public static TheoryData<LossPass, string, string> OverlappingPairs
    {
        get
        {
            TheoryData<LossPass, string, string> pairs = [];
            foreach (LossPass pass in Enum.GetValues<LossPass>())
            {
                string[] written = pass == LossPass.Forward ? Written[1..] : pass == LossPass.Backward ? Written[..1] : Written;
                for (int i = 0; i < written.Length; i++)
                {
                    foreach (string other in (string[])[.. Read, .. written[..i]])
                    {
                        if (!(pass == LossPass.Forward && other == "upstream"))
                        {
                            pairs.Add(pass, written[i], other);
                        }
                    }
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(OverlappingPairs))]
    public void WrittenOverRead_IsRefused(LossPass pass, string written, string other)
    {
        int writtenBytes = Bytes(written);
        int otherBytes = Bytes(other);
        int at = Offset(other);
        List<int> places = [at - writtenBytes + 1, at - writtenBytes + 4, at + 4, at + otherBytes - 4, at + otherBytes - 1];
        if (!(written == "gradient" && other == "logits"))
        {
            places.Add(at);
        }

        foreach (int place in places)
        {
            LossCall<float, float, int> call = Call(pass, (written, place));
            ArgumentException e = Assert.Throws<ArgumentException>(() => Runs.Compute(call));
            Assert.Equal(written, e.ParamName);
            Assert.StartsWith($"{written}: expected memory apart from {other}, got memory that overlaps it", e.Message, StringComparison.Ordinal);
        }

        NothingIsWritten();
    }

    [Theory]
    [MemberData(nameof(OverlappingPairs))]
    public void NeighbouringMemory_IsAccepted(LossPass pass, string written, string other)
    {
        Prepare();
        Runs.Compute(Call(pass, (written, Offset(other) - Bytes(written))));
        Prepare();
        Runs.Compute(Call(pass, (written, Offset(other) + Bytes(other))));
    }

    [Theory]
    [InlineData(LossPass.Backward)]
    [InlineData(LossPass.ForwardBackward)]
    public void GradientInTheLogitsOwnMemory_IsAccepted(LossPass pass)
    {
        Prepare();
        LossCall<float, float, int> call = Call(pass, ("gradient", Offset("logits")));
        Runs.Compute(call);
        Assert.Equal(1f, call.Input.Pointer[0]);
        Assert.Equal(0f, call.Input.Pointer[1]);
    }

    [Fact]
    public void InputsThatOverlapEachOther_AreAccepted()
    {
        Prepare();
        Runs.Compute(Call(LossPass.ForwardBackward, ("upstream", Offset("logits"))));
    }

    [Fact]
    public void ProbabilitiesOverwrittenByTheGradient_AreRefused()
    {
        Scene<float, float> scene = new(2, 3);
        LossCall<float, float, float> call = scene.Call(LossPass.ForwardBackward, Reduction.Sum);
        call.Gradient = call.Targets;
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => Runs.Compute(call)).ParamName);

        call.Targets = call.Input;
        call.Gradient = call.Input;
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => Runs.Compute(call)).ParamName);
    }

    [Fact]
    public void EmptySlices_NeverOverlap()
    {
        Prepare();
        LossCall<float, float, int> call = Call(LossPass.ForwardBackward, ("gradient", Offset("gradient")));
        call.Input = new(call.Input.Pointer, 0);
        call.Targets = new((int*)call.Input.Pointer, 0);
        call.Gradient = new(call.Input.Pointer + 1, 0);
        call.UpstreamRows = new(call.Input.Pointer, 0);
        call.Losses = new(call.Input.Pointer, 0);
        call.LogSumExps = new(call.Input.Pointer, 0);
        call.Hits = new(call.Input.Pointer, 0);
        call.Entropies = new(call.Input.Pointer, 0);
        Assert.Equal(0, Runs.Compute(call));
    }

    private static int Offset(string argument) => 1024 + (2048 * Array.IndexOf(Arguments, argument));

    private static int Bytes(string argument) => argument switch
    {
        "logits" or "gradient" => Samples * Classes * sizeof(float),
        _ => 8 * sizeof(float),
    };

    private void Prepare()
    {
        Array.Fill(arena, (byte)0xA5);
        Array.Clear(arena, Offset("targets"), Bytes("targets"));
        for (int i = 0; i < Samples; i++)
        {
            BitConverter.TryWriteBytes(arena.AsSpan(Offset("upstream") + (4 * i)), 1f);
            BitConverter.TryWriteBytes(arena.AsSpan(Offset("classWeights") + (4 * i)), 1f);
        }
    }

    private LossCall<float, float, int> Call(LossPass pass, (string Argument, int Offset) moved)
    {
        ToyKernel<float>.Classes = Classes;
        byte* start = Pinned.Slice(arena).Pointer;
        float* At(string argument) => (float*)(start + (moved.Argument == argument ? moved.Offset : Offset(argument)));
        return new LossCall<float, float, int>
        {
            Pass = pass,
            ClassCount = Classes,
            Reduction = Reduction.None,
            Outputs = LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy,
            IgnoreIndex = -100,
            Weighted = true,
            BlockRows = 16,
            Positions = 1,
            Input = new(At("logits"), Samples * Classes),
            Targets = new((int*)At("targets"), Samples),
            ClassWeights = new(At("classWeights"), Classes),
            UpstreamRows = pass == LossPass.Forward ? default : new(At("upstream"), Samples),
            Losses = pass == LossPass.Backward ? default : new(At("losses"), Samples),
            LogSumExps = pass == LossPass.Backward ? default : new(At("logSumExps"), Samples),
            Hits = pass == LossPass.Backward ? default : new(At("hits"), Samples),
            Entropies = pass == LossPass.Backward ? default : new(At("entropies"), Samples),
            Gradient = pass == LossPass.Forward ? default : new(At("gradient"), Samples * Classes),
        };
    }

    private void NothingIsWritten() => Assert.All(arena, b => Assert.Equal(0xA5, b));
}
