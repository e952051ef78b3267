using System.Globalization;

namespace Gen.CrossEntropy.Simulator;

/// <summary>
/// The shared memory of a group. As a device's, it is static: an allocation is made once for its place in the source, however often lanes pass there. Allocations of one type and length need a line each.
/// </summary>
internal sealed unsafe class SharedBlocks(GroupRun group) : IDisposable
{
    private readonly List<Block> blocks = [];
    private long bytes;

    public Region Allocate<T>(Lane lane, int length, in CodePlace here)
        where T : unmanaged
    {
        foreach (Block block in blocks)
        {
            if (block.Site.Line == here.Line && block.Region.Length == length && block.Region.ElementType == typeof(T) && block.Site.File == here.File)
            {
                return Enter(lane, block);
            }
        }

        if (length < 0)
        {
            throw new SimulatorException($"{group.Name(lane)} allocates {Format<T>(length)} of shared memory: {here}.");
        }

        Block added = new(here, new Region(RegionKind.Shared, typeof(T), sizeof(T), length) { Clock = group.Clock });
        blocks.Add(added);
        return Enter(lane, added);
    }

    /// <summary>Makes it ready for another group.</summary>
    public void Reset()
    {
        bytes = 0;
        foreach (Block block in blocks)
        {
            block.IsUsed = false;
        }
    }

    public void Dispose()
    {
        foreach (Block block in blocks)
        {
            block.Region.Dispose();
        }
    }

    private Region Enter(Lane lane, Block block)
    {
        if (!block.IsUsed)
        {
            block.IsUsed = true;
            block.Region.Refill();
            bytes += block.Region.Bytes;
            if (bytes > group.MaxSharedBytes)
            {
                throw new SimulatorException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{group.Name(lane)} allocates {block.Region.Length} {block.Region.ElementType.Name} of shared memory, {bytes} bytes in all, of which a group has {group.MaxSharedBytes}: {block.Site}."));
            }
        }

        return block.Region;
    }

    private static string Format<T>(int length) => string.Create(CultureInfo.InvariantCulture, $"{length} {typeof(T).Name}");

    /// <summary>An allocation, and whether the present group has made it.</summary>
    private sealed class Block(CodePlace site, Region region)
    {
        public CodePlace Site => site;

        public Region Region => region;

        public bool IsUsed { get; set; }
    }
}
