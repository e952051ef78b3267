using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What threads that look at targets find.</summary>
internal struct TargetFindings()
{
    /// <summary>How many are ignored.</summary>
    public long Ignored;

    /// <summary>The first that is to be refused.</summary>
    public FirstIndex Refused = new();
}
