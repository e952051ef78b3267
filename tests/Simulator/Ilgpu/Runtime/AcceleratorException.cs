namespace ILGPU.Runtime;

/// <summary>What a driver reports.</summary>
public abstract class AcceleratorException : Exception
{
    private protected AcceleratorException(string message)
        : base(message)
    {
    }

    /// <summary>What the accelerator is.</summary>
    public abstract AcceleratorType AcceleratorType { get; }
}
