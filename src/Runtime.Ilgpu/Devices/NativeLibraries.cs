using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Gen.CrossEntropy;

/// <summary>
/// The drivers' libraries under the names that they have. ILGPU asks for <c>cuda</c> and <c>OpenCL</c>, which on Linux only packages for developers have; and when it does not find one it says nothing.
/// </summary>
internal static unsafe class NativeLibraries
{
    private static readonly string[] CudaNames = OperatingSystem.IsWindows() ? ["nvcuda"] : ["libcuda.so.1", "cuda"];
    private static readonly string[] OpenCLNames = OperatingSystem.IsWindows() ? ["OpenCL"] : ["libOpenCL.so.1", "OpenCL"];

    private static int registered;

    /// <summary>From now on an assembly that asks for one of the libraries gets it, where the runtime itself finds none of that name.</summary>
    /// <remarks>Of an assembly's load context, and last in line: a resolver of the assembly's own, of which there can be but one, goes first.</remarks>
    /// <param name="assembly">The assembly that asks.</param>
    public static void ResolveFor(Assembly assembly)
    {
        if (Interlocked.Exchange(ref registered, 1) == 0)
        {
            AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(assembly) ?? AssemblyLoadContext.Default;
            context.ResolvingUnmanagedDll += (asking, name) => asking != assembly ? 0 : name switch
            {
                "cuda" => Load(CudaNames),
                "OpenCL" => Load(OpenCLNames),
                _ => 0,
            };
        }
    }

    /// <summary>Why CUDA can have no device here; null if it seems to have one.</summary>
    public static string? WhyNoCuda()
    {
        const int NoDevice = 100;
        nint library = Load(CudaNames);
        if (library == 0)
        {
            return $"no driver: {CudaNames[0]} cannot be loaded";
        }

        if (!NativeLibrary.TryGetExport(library, "cuInit", out nint initialise) || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out nint countDevices))
        {
            return $"{CudaNames[0]} is no CUDA driver";
        }

        int error = ((delegate* unmanaged<uint, int>)initialise)(0);
        int count = 0;
        error = error == 0 ? ((delegate* unmanaged<int*, int>)countDevices)(&count) : error;
        return error switch
        {
            NoDevice => "the driver has no device",
            not 0 => $"the driver fails with error {error}",
            _ => count == 0 ? "the driver has no device" : null,
        };
    }

    /// <summary>Why OpenCL can have no device here; null if it seems to have one.</summary>
    public static string? WhyNoOpenCL()
    {
        const int NoPlatform = -1001;
        nint library = Load(OpenCLNames);
        if (library == 0)
        {
            return $"no loader: {OpenCLNames[0]} cannot be loaded";
        }

        if (!NativeLibrary.TryGetExport(library, "clGetPlatformIDs", out nint getPlatforms))
        {
            return $"{OpenCLNames[0]} is no OpenCL loader";
        }

        uint count = 0;
        int error = ((delegate* unmanaged<uint, nint*, uint*, int>)getPlatforms)(0, null, &count);
        return error switch
        {
            NoPlatform => "no platform is installed",
            not 0 => $"the loader fails with error {error}",
            _ => count == 0 ? "no platform is installed" : null,
        };
    }

    private static nint Load(string[] names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return library;
            }
        }

        return 0;
    }
}
