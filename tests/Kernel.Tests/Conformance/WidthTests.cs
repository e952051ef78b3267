using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>The widths are those that the process should have: a switch that the runtime no longer knows would be ignored in silence.</summary>
public sealed class WidthTests
{
    [Fact]
    public void Switch_TakesItsVectorsAway() => Assert.All(
        Widths.Switches.Where(s => Environment.GetEnvironmentVariable(s.Key) == "0"),
        s => Assert.True(CpuDevice.SupportedWidths[^1] <= s.Value, $"{s.Key}=0 left {CpuDevice.SupportedWidths[^1]}."));

    [Fact]
    public void WidestVectors_AreTheDefault() => Assert.Equal(CpuDevice.SupportedWidths[^1], CpuDevice.Instance.VectorWidth);
}
