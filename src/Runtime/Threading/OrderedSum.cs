using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Threading;

/// <summary>Runs all blocks of a call and adds what they give, in an order that does not depend on how many threads run them.</summary>
internal static unsafe class OrderedSum
{
    /// <param name="blocks">The blocks.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="split">The most threads that run them; one, if others have the team.</param>
    /// <returns>The sum, in double precision.</returns>
    public static double Of<TBlocks>(in TBlocks blocks, nint count, Split split)
        where TBlocks : unmanaged, IBlocks
    {
        Pieces pieces = new(count);
        if (split.Threads > 1 && pieces.Count > 1 && TryShared(in blocks, pieces, split, out double shared))
        {
            return shared;
        }

        double total = 0;
        for (nint piece = 0; piece < pieces.Count; piece++)
        {
            total += OfPiece(in blocks, pieces, piece);
        }

        return total;
    }

    /// <summary>The same with the team; false if others have it.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryShared<TBlocks>(in TBlocks blocks, Pieces pieces, Split split, out double total)
        where TBlocks : unmanaged, IBlocks
    {
        double* sums = stackalloc double[Pieces.Most];
        TBlocks copy = blocks;
        SharedSum<TBlocks> shared = new() { Blocks = &copy, Pieces = pieces, Sums = sums };
        total = 0;
        if (!Team.TryRun(split, pieces.Count, &RunPiece<TBlocks>, &shared))
        {
            return false;
        }

        for (nint piece = 0; piece < pieces.Count; piece++)
        {
            total += sums[piece];
        }

        return true;
    }

    private static void RunPiece<TBlocks>(void* context, nint piece)
        where TBlocks : unmanaged, IBlocks
    {
        SharedSum<TBlocks>* shared = (SharedSum<TBlocks>*)context;
        shared->Sums[piece] = OfPiece(in *shared->Blocks, shared->Pieces, piece);
    }

    private static double OfPiece<TBlocks>(in TBlocks blocks, Pieces pieces, nint piece)
        where TBlocks : unmanaged, IBlocks
    {
        double sum = 0;
        for (nint block = pieces.Start(piece); block < pieces.Start(piece + 1); block++)
        {
            sum += blocks.Run(block);
        }

        return sum;
    }

    /// <summary>What the threads of a call have in common, on the stack of its caller.</summary>
    private struct SharedSum<TBlocks>
        where TBlocks : unmanaged
    {
        public TBlocks* Blocks;
        public Pieces Pieces;
        public double* Sums;
    }
}
