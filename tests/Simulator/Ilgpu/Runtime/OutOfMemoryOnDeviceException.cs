namespace ILGPU.Runtime;

/// <summary>There is not so much memory.</summary>
internal sealed class OutOfMemoryOnDeviceException(string message) : AcceleratorException(message)
{
    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;
}
