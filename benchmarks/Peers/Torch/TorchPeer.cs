using System.Runtime.Intrinsics.X86;
using Gen.CrossEntropy;
using Peers.Cases;
using Peers.Losses;
using Peers.Measuring;

namespace Peers.Torch;

/// <summary>PyTorch: a child process for each instruction set that its kernels can be told to use.</summary>
internal sealed class TorchPeer : IDisposable
{
    private readonly List<TorchChild> children = [];

    private TorchPeer()
    {
    }

    /// <summary>Why there is no PyTorch, or null.</summary>
    public string? Missing { get; private set; }

    public string? Version => children.FirstOrDefault()?.Version;

    /// <param name="python">The interpreter.</param>
    public static TorchPeer Start(string python)
    {
        TorchPeer peer = new();
        try
        {
            foreach (string? capability in Capabilities())
            {
                peer.children.Add(new TorchChild(python, capability));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            peer.Dispose();
            peer.Missing = $"No PyTorch through {python}: {exception.Message}";
        }

        return peer;
    }

    /// <summary>Hands the case over. Returns why PyTorch cannot run it, or null.</summary>
    public string? Load(Case workload, Inputs inputs)
    {
        if (children.Count == 0)
        {
            return Missing;
        }

        string folder = Directory.CreateTempSubdirectory("peers").FullName;
        try
        {
            inputs.Save(folder);
            DeclaredLoss loss = workload.Loss;
            CrossEntropyLossAttribute declared = loss.CrossEntropy ?? new(1);
            foreach (TorchChild child in children)
            {
                child.Ask(new
                {
                    @do = "load",
                    folder,
                    shape = workload.Shape,
                    dtype = loss.TypeName,
                    elementwise = loss.IsElementwise,
                    dense = loss.HasProbabilities,
                    reduction = declared.Reduction switch { Reduction.None => "none", Reduction.Sum => "sum", _ => "mean" },
                    weights = declared.ClassWeights,
                    smoothing = declared.LabelSmoothing,
                    z_loss = declared.ZLoss,
                    softcap = declared.Softcap,
                    gamma = declared.FocalGamma,
                });
                child.Ask(Check([0]));
            }

            return null;
        }
        catch (NotSupportedException exception)
        {
            Drop();
            return exception.Message;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The loss and elements of its gradient, by the first child. After <see cref="Load"/> gave null.</summary>
    public (double Loss, double[] Gradient) Answer(long[] at)
    {
        System.Text.Json.Nodes.JsonObject answer = children[0].Ask(Check(at));
        return ((double)answer["loss"]!, [.. answer["gradient"]!.AsArray().Select(g => (double)g!)]);
    }

    /// <summary>What takes turns with the others: one contender for each child. Its threads spin for some milliseconds before they sleep.</summary>
    public IEnumerable<Contender> Contenders(Pass pass, int threads) => children.Select(child => new Contender(
        child.Capability,
        calls => (double)child.Ask(new { @do = "time", pass = pass == Pass.Forward ? "forward" : "forward_backward", threads, calls })["ns"]!,
        RestMs: threads > 1 ? 10 : 0));

    /// <summary>Frees the tensors of the case.</summary>
    public void Drop() => children.ForEach(child => child.Ask(new { @do = "drop" }));

    public void Dispose()
    {
        children.ForEach(child => child.Dispose());
        children.Clear();
    }

    private static object Check(long[] at) => new { @do = "check", at };

    private static IEnumerable<string?> Capabilities()
    {
        if (!Avx2.IsSupported)
        {
            return [null];
        }

        return Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported ? ["avx2", "avx512"] : ["avx2"];
    }
}
