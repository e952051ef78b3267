namespace ILGPU.Runtime.OpenCL;

/// <summary>What a device of OpenCL can do that not all can.</summary>
public sealed class CLCapabilityContext : CapabilityContext
{
    internal CLCapabilityContext()
    {
    }

    /// <summary>Whether its pointers need not say which memory they point to.</summary>
    public bool GenericAddressSpace => true;
}
