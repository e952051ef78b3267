namespace Gen.CrossEntropy.Threading;

/// <summary>The work of a call, cut into blocks.</summary>
internal interface IBlocks
{
    /// <summary>Does one block. Each is done once, on any thread and in any order.</summary>
    /// <returns>What it adds to the sum of the call.</returns>
    double Run(nint block);
}
