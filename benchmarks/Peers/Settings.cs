using Peers.Measuring;

namespace Peers;

/// <summary>What a run is asked for.</summary>
/// <param name="Quick">Fewer rows and rounds.</param>
/// <param name="Json">Where the results go, beside the table; null for nowhere.</param>
/// <param name="Only">Parts of names of rows, of which a row must have one; none for all rows.</param>
/// <param name="Threads">Each number of threads.</param>
/// <param name="Python">The interpreter that may have PyTorch.</param>
internal sealed record Settings(bool Quick, string? Json, IReadOnlyList<string> Only, IReadOnlyList<int> Threads, string Python)
{
    /// <summary>How long each row is measured.</summary>
    public Turns Turns => Quick ? new Turns(3e5, 3, 21, 0.4) : new Turns(1e6, 7, 41, 8);
}
