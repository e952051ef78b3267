namespace ILGPU.Runtime;

/// <summary>Work in order. Here all work is done when the call that orders it returns.</summary>
public sealed class AcceleratorStream : AcceleratorObject
{
    internal AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    /// <summary>Waits until the work is done.</summary>
    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    internal void Check(Accelerator accelerator)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (accelerator != Accelerator)
        {
            throw new Gen.CrossEntropy.Simulator.SimulatorException($"A stream of {Accelerator} is given work of {accelerator}.");
        }
    }

    private protected override void Release()
    {
    }
}
