using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime.Cuda;

/// <summary>CUDA devices of contexts.</summary>
public static class CudaContextExtensions
{
    /// <summary>Adds the CUDA device, where one is simulated.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder Cuda(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(SimulatedDevices.Cuda, new CudaDevice());
    }
}
