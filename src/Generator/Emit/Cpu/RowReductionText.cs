using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// Reduces the lanes of as many vectors as there are lanes into one vector, with a lane for each: a transposition in which two vectors are combined at every step, so that 16 vectors take 15 combinations instead of 64.
/// </summary>
internal static class RowReductionText
{
    public static void Print(SourceWriter writer, VectorOps ops, string name, bool max)
    {
        writer.Line($"/// <summary>The {(max ? "maximum" : "sum")} over each of {ops.Lanes} vectors: lane r is that of vector r. Vectors are combined in pairs, with half of the lanes of each side by side, until one is left.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private static {ops.Type} {name}({ops.Element}* parts)");
        string letter = "r";
        int count = ops.Lanes;
        for (int i = 0; i < count; i += 4)
        {
            writer.Line($"{ops.Type} {string.Join(", ", Enumerable.Range(i, Math.Min(4, count - i)).Select(j => $"r{j} = {ops.Load("parts", $"{j * ops.Lanes}")}"))};");
        }

        foreach ((Func<string, string, string> low, Func<string, string, string> high) in Steps(ops))
        {
            string next = ((char)(letter[0] + 1)).ToString();
            count /= 2;
            for (int i = 0; i < count; i++)
            {
                string a = $"{letter}{2 * i}", b = $"{letter}{(2 * i) + 1}", first = low(a, b), second = high(a, b);
                writer.Line(max
                    ? $"{ops.Type} {next}{i}Low = {first}, {next}{i}High = {second}, {next}{i} = {ops.Max($"{next}{i}Low", $"{next}{i}High")};"
                    : $"{ops.Type} {next}{i} = {first} + {second};");
            }

            letter = next;
        }

        writer.Line($"return {letter}0;");
        writer.Close();
    }

    /// <summary>How two vectors become two others that are then combined lane by lane: neighbouring lanes first, halves of the vector last.</summary>
    private static IEnumerable<(Func<string, string, string> Low, Func<string, string, string> High)> Steps(VectorOps ops)
    {
        bool single = ops.DType == DType.Float32;
        if (ops.Bits == 128)
        {
            yield return (
                (a, b) => $"Vector128.Create({a}.GetLower(), {b}.GetLower())",
                (a, b) => $"Vector128.Create({a}.GetUpper(), {b}.GetUpper())");
            if (single)
            {
                yield return (
                    (a, b) => $"Vector128.Create(Vector128.Shuffle({a}, Vector128.Create(0, 2, 0, 2)).GetLower(), Vector128.Shuffle({b}, Vector128.Create(0, 2, 0, 2)).GetLower())",
                    (a, b) => $"Vector128.Create(Vector128.Shuffle({a}, Vector128.Create(1, 3, 1, 3)).GetLower(), Vector128.Shuffle({b}, Vector128.Create(1, 3, 1, 3)).GetLower())");
            }

            yield break;
        }

        string x86 = ops.Bits == 512 ? "Avx512F" : "Avx";
        yield return ((a, b) => $"{x86}.UnpackLow({a}, {b})", (a, b) => $"{x86}.UnpackHigh({a}, {b})");
        if (single)
        {
            yield return (
                (a, b) => $"{x86}.UnpackLow({a}.AsDouble(), {b}.AsDouble()).AsSingle()",
                (a, b) => $"{x86}.UnpackHigh({a}.AsDouble(), {b}.AsDouble()).AsSingle()");
        }

        if (ops.Bits == 256)
        {
            yield return ((a, b) => $"Avx.Permute2x128({a}, {b}, 0x20)", (a, b) => $"Avx.Permute2x128({a}, {b}, 0x31)");
            yield break;
        }

        yield return ((a, b) => $"Avx512F.Shuffle4x128({a}, {b}, 0x44)", (a, b) => $"Avx512F.Shuffle4x128({a}, {b}, 0xEE)");
        yield return ((a, b) => $"Avx512F.Shuffle4x128({a}, {b}, 0x88)", (a, b) => $"Avx512F.Shuffle4x128({a}, {b}, 0xDD)");
    }
}
