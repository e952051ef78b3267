using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>A loss of an element type over one sweep: its inputs, its truth, and how far the kernels of any width are from that.</summary>
internal sealed class Measurement
{
    private readonly CompiledLoss loss;

    public Measurement(CompiledLoss loss, int samples)
    {
        this.loss = loss;
        Declaration = loss.Declaration;
        Batch = Sweep.Of(Declaration, samples);
        Truth = Truth.Of(Declaration, Batch);
    }

    public Declaration Declaration { get; }

    /// <summary>The inputs; of the backward pass of a softmax, <see cref="Truth.Output"/> in place of the logits.</summary>
    public Batch Batch { get; }

    public Truth Truth { get; }

    /// <summary>The type of a loss: what there is one of for a sample is computed in this and not rounded further.</summary>
    public static DType LossType(Declaration declaration) =>
        declaration.IsElementwise || declaration.IsMap || declaration.DType == DType.Float64 ? declaration.DType : DType.Float32;

    /// <summary>Runs the kernels of the device's width, on rows and on positions.</summary>
    public void AddTo(Deviation losses, Deviation gradients, string where)
    {
        LossResult rows = Run();
        _ = losses.Include(Truth.Losses, rows.Losses, where + ", rows, loss");
        _ = gradients.Include(Truth.Gradient, rows.Gradient, where + ", rows, gradient");
        if (Declaration.IsElementwise)
        {
            return;
        }

        int samples = Batch.Logits.Length / Declaration.ClassCount;
        LossResult positions = Run(Sweep.Transposed(Declaration, Batch), Declaration.IsMap ? Sweep.Transpose(Truth.Output, samples) : []);
        _ = losses.Include(Truth.Losses, Declaration.IsMap ? Back(positions.Losses) : positions.Losses, where + ", positions, loss");
        _ = gradients.Include(Truth.Gradient, Back(positions.Gradient), where + ", positions, gradient");

        double[] Back(double[] values) => Sweep.Transpose(values, Declaration.ClassCount);
    }

    /// <summary>What the kernels give for the rows.</summary>
    public LossResult Run() => Run(Batch, Truth.Output);

    private LossResult Run(Batch batch, double[] output) =>
        Declaration.IsMap ? new LossResult(loss.Forward(batch), loss.Backward(batch with { Logits = output })) : loss.ForwardBackward(batch);
}
