using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime.OpenCL;

/// <summary>OpenCL devices of contexts.</summary>
public static class CLContextExtensions
{
    /// <summary>Adds the OpenCL device, where one is simulated.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder OpenCL(this Context.Builder builder) => builder.OpenCL(_ => true);

    /// <summary>Adds the OpenCL device, where one is simulated and wanted.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="predicate">Whether it is wanted.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(predicate);
        CLDevice device = new();
        return predicate(device) ? builder.Add(SimulatedDevices.OpenCL, device) : builder;
    }
}
