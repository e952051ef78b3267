namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Rows of 2 or 3 classes to lanes and back: as many vectors as classes, from which each class is picked two vectors at a time.</summary>
internal static class ShortRowText
{
    public static void PrintLoad(SourceWriter writer, VectorOps ops, int classes)
    {
        int lanes = ops.Lanes;
        writer.Line($"/// <summary>The {classes} classes of {lanes} rows: lane i of class c is element {classes}·i + c.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private static void LoadRows({ops.Element}* x, {string.Join(", ", Enumerable.Range(0, classes).Select(c => $"out {ops.Type} x{c}"))})");
        writer.Line($"{ops.Type} {string.Join(", ", Enumerable.Range(0, classes).Select(v => $"v{v} = {ops.Load("x", $"{v * lanes}")}"))};");
        for (int c = 0; c < classes; c++)
        {
            writer.Line($"x{c} = {Pick(ops, "v0", "v1", lane => (classes * lane) + c is var e && e < 2 * lanes ? e : 0)};");
            for (int v = 2; v < classes; v++)
            {
                writer.Line($"x{c} = {Pick(ops, $"x{c}", $"v{v}", lane => (classes * lane) + c is var e && e / lanes == v ? lanes + (e % lanes) : lane)};");
            }
        }

        writer.Close();
    }

    public static void PrintStore(SourceWriter writer, VectorOps ops, int classes)
    {
        int lanes = ops.Lanes;
        writer.Line($"/// <summary>Writes the {classes} classes of {lanes} rows: the reverse of LoadRows.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private static void StoreRows({string.Join(", ", Enumerable.Range(0, classes).Select(c => $"{ops.Type} d{c}"))}, {ops.Element}* dx)");
        for (int v = 0; v < classes; v++)
        {
            int first = v * lanes;
            writer.Line($"{ops.Type} v{v} = {Pick(ops, "d0", "d1", lane => ((first + lane) / classes) + ((first + lane) % classes == 1 ? lanes : 0))};");
            for (int c = 2; c < classes; c++)
            {
                writer.Line($"v{v} = {Pick(ops, $"v{v}", $"d{c}", lane => (first + lane) % classes == c ? lanes + ((first + lane) / classes) : lane)};");
            }
        }

        for (int v = 0; v < classes; v++)
        {
            writer.Line(ops.Store($"v{v}", "dx", $"{v * lanes}"));
        }

        writer.Close();
    }

    /// <summary>Lane i is lane index(i) of the first vector, or beyond its lanes, of the second.</summary>
    private static string Pick(VectorOps ops, string first, string second, Func<int, int> index) =>
        $"Avx512F.PermuteVar16x32x2({first}, {ops.IndexConstant(string.Join(", ", Enumerable.Range(0, ops.Lanes).Select(i => $"{index(i)}")))}, {second})";
}
