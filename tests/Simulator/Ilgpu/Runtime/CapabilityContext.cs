namespace ILGPU.Runtime;

/// <summary>What a device can do that not all can.</summary>
public abstract class CapabilityContext
{
    private protected CapabilityContext()
    {
    }

    /// <summary>Whether it has floating-point numbers of 64 bits.</summary>
    public bool Float64 => true;
}
