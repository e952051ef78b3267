namespace Gen.CrossEntropy.Simulator.Tests.Support;

/// <summary>Two elements at once.</summary>
public struct FloatPair
{
    public float X;
    public float Y;
}
