using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Digits.Images;

namespace Digits.Tests;

public class DigitSetTests
{
    private static readonly DigitSet All = DigitSet.Load();

    [Fact]
    public void Set_Has1797ImagesOfTenClasses()
    {
        Assert.Equal(1797, All.Count);
        Assert.Equal(1797 * 64, All.Pixels.Length);
        int[] counts = new int[10];
        foreach (int label in All.Labels)
        {
            counts[label]++;
        }

        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
    }

    [Fact]
    public void Set_IsThePublishedOne()
    {
        // One byte per pixel, 0 to 16, then one per label: independent of how the file is packed.
        byte[] pixels = [.. All.Pixels.ToArray().Select(ink => (byte)(ink * 16))];
        byte[] labels = [.. All.Labels.ToArray().Select(label => (byte)label)];
        Assert.Equal("87FF0C9E40DC7E2C0E34E7257799C2E3F3AEC1A016363BB11CAD869EC428A826", Convert.ToHexString(SHA256.HashData([.. pixels, .. labels])));
    }

    [Fact]
    public void Pixels_GoFromPaperToInk()
    {
        Assert.Equal(0, All.Pixels.ToArray().Min());
        Assert.Equal(1, All.Pixels.ToArray().Max());
    }

    [Fact]
    public void SelectedRows_KeepTheirImageAndLabel()
    {
        DigitSet some = All.Select([5, 1796, 5]);
        Assert.Equal(3, some.Count);
        Assert.Equal([All.Labels[5], All.Labels[1796], All.Labels[5]], some.Labels.ToArray());
        Assert.True(some.Image(1).SequenceEqual(All.Image(1796)));
        Assert.True(MemoryMarshal.AsBytes(some.Image(2)).SequenceEqual(MemoryMarshal.AsBytes(some.Image(0))));
    }
}
