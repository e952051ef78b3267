using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>
/// Work in order. Kernels, and copies that wait, are done when the call that orders them returns; copies that do not wait are done as late as a device may: when the stream gets other work, or is waited for.
/// Nothing but that orders them against other streams, and what they read or write of the host's must be there until then.
/// </summary>
public sealed class AcceleratorStream : AcceleratorObject
{
    private readonly Queue<Action> pending = new();

    internal AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    /// <summary>Waits until the work is done.</summary>
    public void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        RunPending();
    }

    internal void Check(Accelerator accelerator)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (accelerator != Accelerator)
        {
            throw new SimulatorException($"A stream of {Accelerator} is given work of {accelerator}.");
        }
    }

    /// <summary>Does a copy later.</summary>
    internal void Defer(Action copy)
    {
        lock (pending)
        {
            pending.Enqueue(copy);
        }
    }

    /// <summary>Does what was put off.</summary>
    internal void RunPending()
    {
        lock (pending)
        {
            while (pending.TryDequeue(out Action? copy))
            {
                copy();
            }
        }
    }

    private protected override void Release() => pending.Clear();
}
