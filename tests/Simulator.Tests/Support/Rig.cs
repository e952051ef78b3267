using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace Gen.CrossEntropy.Simulator.Tests.Support;

/// <summary>An accelerator, and kernels launched on it in a line.</summary>
internal sealed class Rig : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.DefaultCPU());

    public Rig() => Accelerator = context.Devices[0].CreateAccelerator(context);

    public Accelerator Accelerator { get; }

    /// <summary>Memory of the device that holds these values.</summary>
    public ArrayView<T> View<T>(params T[] values)
        where T : unmanaged
    {
        ArrayView<T> view = Fresh<T>(values.Length);
        view.CopyFromCPU(values);
        return view;
    }

    /// <summary>Memory of the device that nobody has written.</summary>
    public ArrayView<T> Fresh<T>(int length)
        where T : unmanaged => Accelerator.Allocate1D<T>(length).AsContiguous();

    public void Run<T1>(Action<T1> kernel, int groups, int lanes, T1 first)
        where T1 : struct => Accelerator.LoadStreamKernel(kernel)((groups, lanes), first);

    public void Run<T1, T2>(Action<T1, T2> kernel, int groups, int lanes, T1 first, T2 second)
        where T1 : struct
        where T2 : struct => Accelerator.LoadStreamKernel(kernel)((groups, lanes), first, second);

    /// <summary>What the simulator says of a launch.</summary>
    public string Fault<T1>(Action<T1> kernel, int groups, int lanes, T1 first)
        where T1 : struct => Assert.Throws<SimulatorException>(() => Run(kernel, groups, lanes, first)).Message;

    /// <summary>What the simulator says of a launch.</summary>
    public string Fault<T1, T2>(Action<T1, T2> kernel, int groups, int lanes, T1 first, T2 second)
        where T1 : struct
        where T2 : struct => Assert.Throws<SimulatorException>(() => Run(kernel, groups, lanes, first, second)).Message;

    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}
