using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>A last group of fewer samples than there are lanes, which runs in a padded copy: nothing beyond the block is read or written.</summary>
/// <param name="plan">The kernel's plan, whose lanes are samples.</param>
/// <param name="classCount">C.</param>
/// <param name="reads">What the kernel reads through pointers.</param>
/// <param name="map">Where the values of the classes go, if anywhere.</param>
/// <param name="stored">Where values of samples go.</param>
/// <param name="hasIndices">Whether there are class indices.</param>
/// <param name="writer">Where to.</param>
/// <param name="count">The variable that has the number of the group's samples.</param>
internal sealed class PaddedGroupText(
    KernelPlan plan, int classCount, IReadOnlyList<KernelPointer> reads, KernelPointer? map, IReadOnlyList<KernelPointer> stored, bool hasIndices, SourceWriter writer, string count = "rest")
{
    private readonly int _lanes = plan.Lanes;

    private bool Rows => plan.Layout == SampleLayout.Rows;

    /// <summary>Whether the kernel writes anything that must be copied back.</summary>
    public bool Writes => map is not null || stored.Count > 0;

    /// <summary>Where a partial group's values of the classes go: over what they were computed from, which every walk has read.</summary>
    private string MapPad => reads.Any(pointer => pointer.Extent == map!.Extent && pointer.Name == "x") ? "xPad" : map!.Name + "Pad";

    /// <summary>The memory of the copies.</summary>
    public IEnumerable<(string Name, int Count)> Areas =>
    [
        .. reads.Where(pointer => pointer.Extent != PointerExtent.Call).Select(AreaOf),
        .. map is not null && MapPad != "xPad" ? [AreaOf(map)] : Array.Empty<(string, int)>(),
        .. stored.Select(AreaOf),
    ];

    /// <summary>Says what the copies are for, in front of their declaration.</summary>
    public void PrintComment() => writer.Line($"// A last group of fewer than {_lanes} samples runs in a padded copy, so that nothing beyond the block is read or written.");

    /// <summary>Points at copies of the last samples.</summary>
    public void PrintEnter()
    {
        foreach (KernelPointer pointer in reads.Where(pointer => pointer.Extent != PointerExtent.Call))
        {
            string name = pointer.Name;
            writer.Line((pointer.Extent, Rows) switch
            {
                (PointerExtent.Sample, _) => $"Padding.CopyRows({name}, {count}, {name}Pad, {_lanes});",
                (_, true) => $"Padding.CopyRows({name}, {count} * C, {name}Pad, {_lanes} * C);",
                (_, false) => $"Padding.CopyClasses({name}, S, C, {count}, {name}Pad, {_lanes});",
            });
            writer.Line($"{name} = {name}Pad;");
        }

        if (hasIndices)
        {
            writer.Line($"Padding.CopyTargets(t, {count}, tPad, {_lanes});");
            writer.Line("t = tPad;");
        }

        if (map is not null)
        {
            writer.Line($"{map.Name} = {MapPad};");
        }

        foreach (KernelPointer pointer in stored)
        {
            writer.Line($"{pointer.Name} = {pointer.Name}Pad;");
        }

        if (plan.Layout == SampleLayout.Positions)
        {
            writer.Line($"S = {_lanes};");
        }
    }

    /// <summary>Brings the values of the classes to their place.</summary>
    /// <param name="first">The number of samples before the group.</param>
    /// <param name="rest">Those of the group.</param>
    public void PrintMapBack(string first, string rest)
    {
        if (map is not null)
        {
            writer.Line(plan.Layout switch
            {
                SampleLayout.Rows => $"Padding.CopyBack({MapPad}, block->{map.Field} + ({first} * C), {rest} * C);",
                SampleLayout.Positions => $"Padding.CopyClassesBack({MapPad}, {_lanes}, C, {rest}, block->{map.Field} + {first}, block->Stride);",
                _ => throw new NotSupportedException($"No way back for {plan.Layout}."),
            });
        }
    }

    /// <summary>Brings the values of the group's samples to their place.</summary>
    public void PrintStoredBack()
    {
        foreach (KernelPointer pointer in stored)
        {
            writer.Line($"Padding.CopyBack({pointer.Name}Pad, block->{pointer.Field} + i, {count});");
        }
    }

    private (string, int) AreaOf(KernelPointer pointer) => (pointer.Name + "Pad", pointer.Extent == PointerExtent.Classes ? classCount * _lanes : _lanes);
}
