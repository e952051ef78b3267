using Gen.CrossEntropy.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>An open accelerator: its compiler, its compiled kernels and its scratch. Whoever uses it holds <see cref="Gate"/>.</summary>
internal sealed class Engine : IDisposable
{
    private readonly IlgpuDevice device;
    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly KernelFlavour flavour;

    /// <summary>By method: what ILGPU gives for it is found and made once, and then held here.</summary>
    private readonly Dictionary<Delegate, Delegate> launchers = [];

    /// <summary>The kernel whose compilation failed, and how. A context that has failed once compiles nothing any more.</summary>
    private (string Kernel, Exception Error)? failure;

    /// <param name="device">Whose engine it is.</param>
    /// <param name="backend">What the device is of.</param>
    /// <param name="index">The device's place in the backend's contexts.</param>
    /// <param name="flavour">Which flavour of kernels it runs.</param>
    public Engine(IlgpuDevice device, Backend backend, int index, KernelFlavour flavour)
    {
        this.device = device;
        this.flavour = flavour;
        context = backend.CreateContext();
        try
        {
            accelerator = context.Devices[index].CreateAccelerator(context);
        }
        catch
        {
            context.Dispose();
            throw;
        }

        Scratch = new DeviceScratch(accelerator);
        Refusals = new PendingRefusals(this);
        Copies = new PendingCopies(this);
        Constants = new DeviceConstants(accelerator);
    }

    /// <summary>Held while the accelerator is used: calls run one after the other.</summary>
    public object Gate { get; } = new();

    /// <summary>Whether the accelerator and all its memory are gone.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The memory that calls need beside their buffers.</summary>
    public DeviceScratch Scratch { get; }

    /// <summary>Constants of declarations.</summary>
    public DeviceConstants Constants { get; }

    /// <summary>The calls that nobody has waited for.</summary>
    public PendingRefusals Refusals { get; }

    /// <summary>The copies that nobody has waited for.</summary>
    public PendingCopies Copies { get; }

    /// <summary>Everything runs here, in order.</summary>
    public AcceleratorStream Stream => accelerator.DefaultStream;

    /// <summary>Zeroed memory of at least this many bytes, on a boundary of 16.</summary>
    public MemoryBuffer1D<byte, Stride1D.Dense> Allocate(long bytes)
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, device);
            MemoryBuffer1D<byte, Stride1D.Dense> memory = DeviceScratch.Allocate(accelerator, bytes);
            memory.View.BaseView.MemSetToZero(Stream);
            return memory;
        }
    }

    /// <summary>Zeroed memory of the host that the device reaches directly.</summary>
    public NativeBlock AllocateHost(nint bytes)
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, device);
            return new PageLockedBlock(accelerator, bytes);
        }
    }

    /// <summary>Copies to the host, and waits: for this copy, and so for everything that was begun before.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="target">Where they go, in memory that stays where it is.</param>
    public unsafe void Read<T>(ArrayView<T> source, T* target)
        where T : unmanaged
    {
        source.CopyToCPU(Stream, ref *target, source.Length);
        Copies.HaveEnded();
    }

    /// <summary>Waits for everything that was begun.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A call that did not wait was refused.</exception>
    public void Synchronize()
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, device);
            accelerator.Synchronize();
            Copies.HaveEnded();
            Refusals.ThrowIfAny();
        }
    }

    /// <summary>Begins a call. One that waits for the device first has told what earlier ones refused, before it does anything; so has one that comes when no more can be remembered.</summary>
    /// <param name="waits">Whether the call will wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">An earlier call, which did not wait, was refused.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public void Begin(bool waits)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, device);
        if (waits || Refusals.AreFull)
        {
            Refusals.ThrowIfAny();
        }
    }

    /// <summary>Starts a kernel of a loss on its grid.</summary>
    /// <returns>The groups of the grid.</returns>
    public int Launch<T, TReal>(GpuKernel<T, TReal> kernel, in GpuBlock<T, TReal> block, int groups)
        where T : unmanaged
        where TReal : unmanaged
    {
        int groupSize = kernel.GroupSize * Together(kernel, samples: block.Count);
        KernelSpecialization resident = flavour == KernelFlavour.Ampere && kernel.ResidentGroups > 0 ? new KernelSpecialization(groupSize, kernel.ResidentGroups) : default;
        Launch(kernel.Method(flavour), block, groups, groupSize, resident);
        return groups;
    }

    /// <summary>The groups of a kernel's grid for so many samples.</summary>
    public int Groups<T, TReal>(GpuKernel<T, TReal> kernel, long samples)
        where T : unmanaged
        where TReal : unmanaged
    {
        long groups = Math.Min(CeilingDivide(samples, (long)kernel.SamplesPerGroup * Together(kernel, samples)), int.MaxValue);
        return (int)(kernel.GroupsPerMultiprocessor == 0 ? groups : Math.Min(groups, (long)kernel.GroupsPerMultiprocessor * accelerator.NumMultiprocessors));
    }

    /// <summary>How many groups are launched as one.</summary>
    private int Together<T, TReal>(GpuKernel<T, TReal> kernel, long samples)
        where T : unmanaged
        where TReal : unmanaged
    {
        // Groups that all fit are better spread over the multiprocessors.
        const int GroupsOfAMultiprocessor = 32;
        return flavour == KernelFlavour.SharedMemory || samples <= (long)kernel.SamplesPerGroup * GroupsOfAMultiprocessor * accelerator.NumMultiprocessors ? 1 : kernel.GroupsTogether;
    }

    /// <summary>Starts a kernel; compiles it first if it is new.</summary>
    public void Launch<TArguments>(Action<TArguments> kernel, in TArguments arguments, int groups, int groupSize, KernelSpecialization specialization = default)
        where TArguments : struct
    {
        if (groupSize > accelerator.MaxNumThreadsPerGroup)
        {
            throw new NotSupportedException($"{device}: the kernel {kernel.Method.Name} needs groups of {groupSize} threads, and the device has at most {accelerator.MaxNumThreadsPerGroup}.");
        }

        if (!launchers.TryGetValue(kernel, out Delegate? launcher))
        {
            launcher = Compile(kernel, specialization);
            launchers.Add(kernel, launcher);
        }

        ((Action<KernelConfig, TArguments>)launcher)(new KernelConfig(groups, groupSize), arguments);
    }

    public static long CeilingDivide(long a, long b) => (a / b) + (a % b == 0 ? 0 : 1);

    public void Dispose()
    {
        lock (Gate)
        {
            if (Copies.Count > 0)
            {
                accelerator.Synchronize();
                Copies.HaveEnded();
            }

            IsDisposed = true;
            launchers.Clear();
            Scratch.Dispose();
            Constants.Dispose();
            accelerator.Dispose();
            context.Dispose();
        }
    }

    private Action<KernelConfig, TArguments> Compile<TArguments>(Action<TArguments> kernel, KernelSpecialization specialization)
        where TArguments : struct
    {
        if (failure is (string Kernel, Exception Error) earlier)
        {
            throw Failed(earlier.Kernel, earlier.Error);
        }

        try
        {
            return accelerator.LoadStreamKernel(kernel, specialization);
        }
        catch (Exception error)
        {
            string name = $"{kernel.Method.DeclaringType?.Name}.{kernel.Method.Name}";
            failure = (name, error);
            throw Failed(name, error);
        }
    }

    private InvalidOperationException Failed(string kernel, Exception error) => new(
        $"{device}: the kernel {kernel} cannot be compiled: {error.GetBaseException().Message.TrimEnd('.')}. After that the device compiles no other kernel; those that it has still run. Dispose it and open another.", error);
}
