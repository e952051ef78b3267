using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Loads kernels that say themselves which group and lane they are. What ILGPU would refuse to load is refused.</summary>
public static class KernelLoaders
{
    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on a stream.</returns>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        KernelSignature.Check(action);
        string name = KernelSignature.Name(action);
        return (stream, config, arg1) => accelerator.Launch(stream, config, name, () => action(arg1));
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on the default stream.</returns>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1> kernel = accelerator.LoadKernel(action);
        return (config, arg1) => kernel(accelerator.DefaultStream, config, arg1);
    }

    /// <summary>Loads a kernel for groups of a size.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <param name="specialization">The size; larger groups are refused, as by CUDA's driver; and more lanes than a multiprocessor has, which CUDA's assembler ignores.</param>
    /// <returns>What launches it on the default stream.</returns>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        where T1 : struct
    {
        Action<KernelConfig, T1> kernel = accelerator.LoadStreamKernel(action);
        if (specialization.MaxNumThreadsPerGroup * specialization.MinNumGroupsPerMultiprocessor > accelerator.MaxNumThreadsPerMultiprocessor)
        {
            throw new SimulatorException($"Kernel {KernelSignature.Name(action)} wants room for {specialization.MinNumGroupsPerMultiprocessor} groups of {specialization.MaxNumThreadsPerGroup} lanes, and a multiprocessor has {accelerator.MaxNumThreadsPerMultiprocessor}.");
        }

        return (config, arg1) =>
        {
            if (config.GroupDim.X > specialization.MaxNumThreadsPerGroup)
            {
                throw new SimulatorException($"Kernel {KernelSignature.Name(action)} was loaded for groups of at most {specialization.MaxNumThreadsPerGroup} lanes and is launched with {config.GroupDim.X}.");
            }

            kernel(config, arg1);
        };
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on a stream.</returns>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct
        where T2 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        KernelSignature.Check(action);
        string name = KernelSignature.Name(action);
        return (stream, config, arg1, arg2) => accelerator.Launch(stream, config, name, () => action(arg1, arg2));
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on the default stream.</returns>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct
        where T2 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2> kernel = accelerator.LoadKernel(action);
        return (config, arg1, arg2) => kernel(accelerator.DefaultStream, config, arg1, arg2);
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <typeparam name="T3">The type of parameter 3.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on a stream.</returns>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        KernelSignature.Check(action);
        string name = KernelSignature.Name(action);
        return (stream, config, arg1, arg2, arg3) => accelerator.Launch(stream, config, name, () => action(arg1, arg2, arg3));
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <typeparam name="T3">The type of parameter 3.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on the default stream.</returns>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3> kernel = accelerator.LoadKernel(action);
        return (config, arg1, arg2, arg3) => kernel(accelerator.DefaultStream, config, arg1, arg2, arg3);
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <typeparam name="T3">The type of parameter 3.</typeparam>
    /// <typeparam name="T4">The type of parameter 4.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on a stream.</returns>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(action);
        KernelSignature.Check(action);
        string name = KernelSignature.Name(action);
        return (stream, config, arg1, arg2, arg3, arg4) => accelerator.Launch(stream, config, name, () => action(arg1, arg2, arg3, arg4));
    }

    /// <summary>Loads a kernel.</summary>
    /// <typeparam name="T1">The type of parameter 1.</typeparam>
    /// <typeparam name="T2">The type of parameter 2.</typeparam>
    /// <typeparam name="T3">The type of parameter 3.</typeparam>
    /// <typeparam name="T4">The type of parameter 4.</typeparam>
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="action">The kernel.</param>
    /// <returns>What launches it on the default stream.</returns>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> kernel = accelerator.LoadKernel(action);
        return (config, arg1, arg2, arg3, arg4) => kernel(accelerator.DefaultStream, config, arg1, arg2, arg3, arg4);
    }
}
