using Gen.CrossEntropy;

namespace Digits;

/// <summary>Where the loss is to run.</summary>
internal enum DeviceChoice
{
    /// <summary>On a GPU if there is one, else on the CPU.</summary>
    Auto,

    /// <summary>On the CPU.</summary>
    Cpu,

    /// <summary>On a GPU, or not at all.</summary>
    Gpu,
}

/// <summary>From a choice to a device.</summary>
internal static class DeviceChoices
{
    /// <summary>The device, which the caller disposes; null where a GPU is asked for and there is none.</summary>
    public static Device? Open(this DeviceChoice choice)
    {
        if (choice == DeviceChoice.Cpu)
        {
            return Device.Cpu;
        }

        Device best = Device.Best();
        return choice == DeviceChoice.Gpu && best.Kind == DeviceKind.Cpu ? null : best;
    }

    /// <summary>Why there is no GPU, in a sentence.</summary>
    public static string WhyNoGpu() =>
#if ILGPU
        IlgpuDevices.WhyNoGpu() ?? "There is a GPU.";
#else
        "This was built without ILGPU; build it with -p:EnableIlgpu=true.";
#endif
}
