using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Everything that a call of a function of the classes must satisfy.</summary>
internal static class MapCheck
{
    /// <returns>N, the number of samples.</returns>
    public static nint Run<T, TReal>(in MapCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call.BlockRows, 1);
        nint length = call.Input.Length;
        nint samples = Guards.CheckSamples(call.InputName, length, call.ClassCount, call.Positions);
        Region input = Region.Of(call.InputName, call.Input, inPlace: true);
        if (call.IsForward)
        {
            Guards.CheckLikeInput(call.OutputName, call.Output.Length, call.InputName, length);
            Region.Of(call.OutputName, call.Output, inPlace: true).CheckApart(in input);
        }
        else
        {
            Guards.CheckLikeInput("upstream", call.Upstream.Length, call.InputName, length);
            Guards.CheckLikeInput("gradient", call.Gradient.Length, call.InputName, length);
            Region gradient = Region.Of("gradient", call.Gradient, inPlace: true);
            gradient.CheckApart(in input);
            gradient.CheckApart(Region.Of("upstream", call.Upstream, inPlace: true));
        }

        return samples;
    }
}
