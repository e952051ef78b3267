using Gen.CrossEntropy;
using Peers.Losses;

namespace Peers.Cases;

/// <summary>What is measured, in the order of the table.</summary>
internal static class CaseTable
{
    /// <summary>The logits of a case from memory: more than any cache holds.</summary>
    private const long Cold = 256L << 20;

    /// <summary>The same where time is short.</summary>
    private const long QuickCold = 128L << 20;

    private static readonly int[] ColdClasses = [10, 100, 1000, 4096, 8192, 32768, 50257, 131072, 262144];

    private static readonly DType[] OtherTypes = [DType.Float64, DType.BFloat16, DType.Float16];

    /// <summary>All shapes, from small to large; then other types, then options.</summary>
    public static IEnumerable<Case> Full() =>
    [
        Rows(1, 10), Rows(8, 10), Rows(32, 10),
        .. ((int[])[2, 3, 5, 10, 16, 21, 24, 32, 64]).Select(classes => Rows(1024, classes)),
        Rows(512, 100), Rows(512, 128), Rows(64, 1000),
        .. ColdClasses.Select(classes => FromMemory(LossTable.Plain(classes), Cold)),
        Image(1, 21, 128, 128), Image(8, 19, 512, 512), Image(8, 21, 512, 512), Image(4, 80, 256, 256),
        new Case(LossTable.Binary, 1 << 16, []), new Case(LossTable.Binary, 10_000_000, []),
        .. OtherTypes.SelectMany(dtype => (Case[])[new(LossTable.Thousand(dtype), 64, []), FromMemory(LossTable.Thousand(dtype), Cold)]),
        .. (((long, int)[])[(1024, 10), (512, 100), (64, 1000), (Cold / 4000, 1000)]).SelectMany(shape => WithOptions(shape.Item1, shape.Item2)),
    ];

    /// <summary>One case of each kind.</summary>
    public static IEnumerable<Case> Quick() =>
    [
        Rows(1, 10), Rows(32, 10), Rows(1024, 3), Rows(1024, 10), Rows(1024, 16), Rows(1024, 64), Rows(512, 100), Rows(64, 1000),
        .. ((int[])[10, 1000, 50257]).Select(classes => FromMemory(LossTable.Plain(classes), QuickCold)),
        Image(1, 21, 128, 128), Image(8, 19, 512, 512),
        new Case(LossTable.Binary, 1 << 16, []),
        new Case(LossTable.Thousand(DType.BFloat16), 64, []), new Case(LossTable.Thousand(DType.Float64), 64, []),
        .. WithOptions(64, 1000),
    ];

    private static Case Rows(long samples, int classes) => new(LossTable.Plain(classes), samples, []);

    private static Case Image(long samples, int classes, long height, long width) => new(LossTable.Plain(classes), samples, [height, width]);

    private static Case FromMemory(DeclaredLoss loss, long bytes) => new(loss, bytes / loss.ElementSize / loss.ClassCount, []);

    private static IEnumerable<Case> WithOptions(long samples, int classes) =>
        LossTable.Options.Select(option => new Case(LossTable.With(option, classes), samples, [], option))
            .Append(new Case(LossTable.Plain(classes), samples, [], "ignored", IgnoredShare: 0.3));
}
