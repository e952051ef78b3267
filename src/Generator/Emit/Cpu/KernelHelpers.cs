using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// The small methods that the kernels of one file call: asked for by name, printed once each, in ordinal order, and only if asked for. Few calls a kernel, so that the JIT inlines each.
/// </summary>
internal sealed class KernelHelpers
{
    private readonly SortedDictionary<string, Action<SourceWriter>> _needed = new(StringComparer.Ordinal);

    /// <summary>The sum or the maximum over the lanes, as a scalar.</summary>
    public string ReduceLanes(OpTable ops, bool max, string value) =>
        ops is not VectorOps vector ? value : max ? MaxLanes(vector, ops.DType, value) : SumLanes(vector, ops.DType, value);

    /// <summary>The double that a total comes to.</summary>
    public string Total(OpTable ops, string total) => ops is VectorOps vector ? SumLanes(vector, DType.Float64, total) : total;

    public string SumLanes(VectorOps ops, DType dtype, string value)
    {
        _needed[$"SumLanes {dtype}"] = writer => PrintReduction(
            writer, ops, dtype, "SumLanes", "The sum of the lanes, halves first: the same order on every machine.", (_, a, b) => $"{a} + {b}");
        return $"SumLanes({value})";
    }

    public string MaxLanes(VectorOps ops, DType dtype, string value)
    {
        _needed[$"MaxLanes {dtype}"] = writer => PrintReduction(writer, ops, dtype, "MaxLanes", "The largest lane.", ops.MaxOf);
        return $"MaxLanes({value})";
    }

    /// <summary>The statement that stores a vector, past the caches if the kernel's "streams" says so.</summary>
    public string Put(VectorOps ops, string value, string address)
    {
        _needed["Put"] = writer =>
        {
            writer.Line("/// <summary>Stores a vector, past the caches if it streams; then the address is a multiple of the vector's size.</summary>");
            Head(writer, $"static void Put({ops.Type} value, {ops.Element}* to, bool streams)");
            writer.Open();
            writer.Open("if (streams)");
            writer.Line(ops.StoreStreaming("value", "to", "0"));
            writer.Close();
            writer.Open("else");
            writer.Line(ops.Store("value", "to", "0"));
            writer.Close();
            writer.Close();
        };
        return $"Put({value}, {address}, streams);";
    }

    /// <summary>The sum or the maximum over the lanes of each of as many vectors as there are lanes: lane r is that of vector r.</summary>
    public string ReduceRows(VectorOps ops, bool max, string parts)
    {
        string name = max ? "MaxRows" : "SumRows";
        _needed[name] = writer => RowReductionText.Print(writer, ops, name, max);
        return $"{name}({parts})";
    }

    /// <summary>The largest input of a row.</summary>
    public string MaxOfRow(VectorOps ops, RowElements elements, string pointer)
    {
        string lanes = MaxLanes(ops, ops.DType, "largest");
        _needed["MaxOfRow"] = writer =>
        {
            writer.Line("/// <summary>max_c x[c]: for the rows whose reference was guessed far too low, or has a NaN.</summary>");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
            writer.Open($"private static {ops.Element} MaxOfRow({elements.Type(ops)}* x)");
            writer.Line($"{ops.Type} largest = {elements.Load(ops, "x", $"C - {ops.Lanes}")};");
            writer.Open($"for (nint c = 0; c <= C - {ops.Lanes}; c += {ops.Lanes})");
            writer.Line($"{ops.Type} next = {elements.Load(ops, "x", "c")};");
            writer.Line($"largest = {ops.Max("next", "largest")};");
            writer.Close();
            writer.Line();
            writer.Line($"return {lanes};");
            writer.Close();
        };
        return $"MaxOfRow({pointer})";
    }

    /// <summary>Raises references of a tile's positions whose sums are too large, and says whether there were any.</summary>
    /// <param name="ops">The operations.</param>
    /// <param name="reference">Prints the reference of the positions whose largest inputs are "largest".</param>
    /// <param name="sums">The array of sums.</param>
    /// <param name="references">That of references.</param>
    public string RaiseReferences(VectorOps ops, Func<SourceWriter, string> reference, string sums, string references)
    {
        _needed["RaiseReferences"] = writer =>
        {
            string limit = ops.Constant(Plan.Guess.LargestSum);
            writer.Line("/// <summary>Where a sum says that its reference was guessed far too low, or is NaN, the reference becomes that of the largest input; false if nowhere.</summary>");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
            writer.Open($"private static bool RaiseReferences({ops.Element}* x, {ops.Index}* t, nint S, nint count, {ops.Element}* sums, {ops.Element}* references)");
            writer.Line("bool raised = false;");
            writer.Open($"for (nint p = 0; p < count; p += {ops.Lanes})");
            writer.Line($"{ops.Type} sum = {ops.Where(ops.IndexNotNegative(ops.Load("t", "p")), ops.Load("sums", "p"))};");
            writer.Open($"if ({ops.AllLessThan("sum", limit)})");
            writer.Line("continue;");
            writer.Close();
            writer.Line();
            writer.Line("raised = true;");
            writer.Line($"{ops.Type} largest = {ops.Load("x", "p")};");
            writer.Open("for (nint c = 1; c < C; c++)");
            writer.Line($"largest = {ops.Max(ops.Load("x", "(c * S) + p"), "largest")};");
            writer.Close();
            writer.Line();
            writer.Line(ops.Store(ops.Select(ops.LessThan("sum", limit), ops.Load("references", "p"), reference(writer)), "references", "p"));
            writer.Close();
            writer.Line();
            writer.Line("return raised;");
            writer.Close();
        };
        return $"RaiseReferences(x, t, S, count, {sums}, {references})";
    }

    /// <summary>One class of as many rows as there are lanes.</summary>
    public string Gather(VectorOps ops, string pointer)
    {
        _needed["Gather"] = writer =>
        {
            writer.Line($"/// <summary>One class of {ops.Lanes} rows: lane i is row i.</summary>");
            Head(writer, $"static {ops.Type} Gather({ops.Element}* x) =>");
            writer.Line($"    {ops.Vector}.Create({string.Join(", ", Enumerable.Range(0, ops.Lanes).Select(Element))});");
        };
        return $"Gather({pointer})";

        static string Element(int lane) => $"x[{RowOffset(lane)}]";
    }

    /// <summary>The statement that writes one class of as many rows as there are lanes.</summary>
    public string Scatter(VectorOps ops, string value, string pointer)
    {
        _needed["Scatter"] = writer =>
        {
            writer.Line($"/// <summary>Writes one class of {ops.Lanes} rows: row i is lane i.</summary>");
            Head(writer, $"static void Scatter({ops.Type} d, {ops.Element}* dx)");
            writer.Open();
            for (int lane = 0; lane < ops.Lanes; lane++)
            {
                writer.Line($"dx[{RowOffset(lane)}] = d.GetElement({lane});");
            }

            writer.Close();
        };
        return $"Scatter({value}, {pointer});";
    }

    /// <summary>The prediction of each lane's target, read alone.</summary>
    public string PickTargets(VectorOps ops, string pointer, string targets, string sampleStride, string classStride)
    {
        _needed["PickTargets"] = writer =>
        {
            writer.Line($"/// <summary>x[t] of {ops.Lanes} samples, and nothing else of x; 0 where a sample is ignored.</summary>");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            writer.Open($"private static {ops.Type} PickTargets({ops.Element}* x, {ops.Index}* t, nint sample, nint step)");
            writer.Line($"{ops.Element}* picked = stackalloc {ops.Element}[{ops.Lanes}];");
            writer.Open($"for (nint i = 0; i < {ops.Lanes}; i++)");
            writer.Line($"picked[i] = t[i] < 0 ? {ops.Number(0)} : x[(i * sample) + ((nint)t[i] * step)];");
            writer.Close();
            writer.Line();
            writer.Line($"return {ops.Vector}.Load(picked);");
            writer.Close();
        };
        return $"PickTargets({pointer}, {targets}, {sampleStride}, {classStride})";
    }

    /// <summary>The prediction of each row's target, of as many rows as there are lanes.</summary>
    public string TargetsOfRows(VectorOps ops, string pointer, string targets, string indices, string mask)
    {
        bool gathers = ops.Bits > 128;
        _needed["TargetsOfRows"] = writer =>
        {
            // Written one by one and read back as a vector, they would hold up all that follows until they had left the store buffer.
            writer.Line($"/// <summary>x[t] of {ops.Lanes} rows; 0 where a lane has no target, which reads nothing.</summary>");
            if (!gathers)
            {
                Head(writer, $"static {ops.Type} TargetsOfRows({ops.Element}* x, {ops.Index}* t) =>");
                writer.Line($"    {ops.Vector}.Create({string.Join(", ", Enumerable.Range(0, ops.Lanes).Select(lane => $"t[{lane}] < 0 ? {ops.Number(0)} : x[{(lane == 0 ? "" : $"({RowOffset(lane)}) + ")}t[{lane}]]"))});");
                return;
            }

            Head(writer, $"static {ops.Type} TargetsOfRows({ops.Element}* x, {ops.IndexType} y, {ops.Type} keep)");
            writer.Open();
            writer.Line($"{ops.IndexType} at = y + {ops.IndexConstant(string.Join(", ", Enumerable.Range(0, ops.Lanes).Select(lane => lane == 0 ? ops.IndexNumber("0") : RowOffset(lane))))};");
            int size = ops.DType == DType.Float32 ? 4 : 8;
            string[] parts = [.. (ops.Bits == 512 ? (string[])[".GetLower()", ".GetUpper()"] : [""]).Select(half => $"Avx2.GatherMaskVector256(Vector256<{ops.Element}>.Zero, x, at{half}, keep{half}, {size})")];
            writer.Line(parts.Length == 1 ? $"return {parts[0]};" : $"return {ops.Vector}.Create({parts[0]}, {parts[1]});");
            writer.Close();
        };
        return gathers ? $"TargetsOfRows({pointer}, {indices}, {mask})" : $"TargetsOfRows({pointer}, {targets})";
    }

    /// <summary>Whether rows are so short that whole vectors of them are permuted: 2 or 3 classes, with instructions that pick from two vectors.</summary>
    public static bool PermutesRows(VectorOps ops, int classes) => ops is { Bits: 512, DType: DType.Float32 } && classes is 2 or 3;

    /// <summary>The statement that reads all classes of as many rows as there are lanes, for few classes.</summary>
    public string LoadRows(VectorOps ops, int classes, string pointer, IReadOnlyList<string> results)
    {
        _needed["LoadRows"] = writer => ShortRowText.PrintLoad(writer, ops, classes);
        return $"LoadRows({pointer}, {string.Join(", ", results)});";
    }

    /// <summary>The statement that writes all classes of as many rows as there are lanes, for few classes.</summary>
    public string StoreRows(VectorOps ops, int classes, IReadOnlyList<string> values, string pointer)
    {
        _needed["StoreRows"] = writer => ShortRowText.PrintStore(writer, ops, classes);
        return $"StoreRows({string.Join(", ", values)}, {pointer});";
    }

    /// <summary>The statement that reads <see cref="Group"/> neighbouring classes of as many rows as there are lanes.</summary>
    public string LoadGroup(VectorOps ops, string pointer, IReadOnlyList<string> results)
    {
        _needed["LoadGroup"] = writer => PrintLoadGroup(writer, ops);
        return $"LoadGroup({pointer}, {string.Join(", ", results)});";
    }

    /// <summary>The statement that writes <see cref="Group"/> neighbouring classes of as many rows as there are lanes.</summary>
    public string StoreGroup(VectorOps ops, IReadOnlyList<string> values, string pointer)
    {
        _needed["StoreGroup"] = writer => PrintStoreGroup(writer, ops);
        return $"StoreGroup({string.Join(", ", values)}, {pointer});";
    }

    /// <summary>Classes that fill 128 bits: the unit of a transposition.</summary>
    public static int Group(VectorOps ops) => ops.DType == DType.Float32 ? 4 : 2;

    public void Print(SourceWriter writer)
    {
        foreach (Action<SourceWriter> print in _needed.Values)
        {
            writer.Line();
            print(writer);
        }
    }

    private static string RowOffset(int row) => row switch
    {
        0 => "0",
        1 => "C",
        _ => $"{row} * C",
    };

    private static string Row(string pointer, int row) => row switch
    {
        0 => pointer,
        1 => $"{pointer} + C",
        _ => $"{pointer} + ({RowOffset(row)})",
    };

    private static void Head(SourceWriter writer, string signature)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Line("private " + signature);
    }

    private static void PrintReduction(SourceWriter writer, VectorOps ops, DType dtype, string name, string summary, Func<int, string, string, string> combine)
    {
        string element = dtype == DType.Float32 ? "float" : "double";
        writer.Line($"/// <summary>{summary}</summary>");
        Head(writer, $"static {element} {name}({ops.Vector}<{element}> v)");
        writer.Open();
        string from = "v";
        for (int bits = ops.Bits / 2; bits >= 128; bits /= 2)
        {
            string half = "v" + bits;
            writer.Line($"Vector{bits}<{element}> {half} = {combine(bits, $"{from}.GetLower()", $"{from}.GetUpper()")};");
            from = half;
        }

        string[] orders = dtype == DType.Float32 ? ["2, 3, 0, 1", "1, 0, 3, 2"] : ["1L, 0L"];
        for (int i = 0; i < orders.Length; i++)
        {
            string swapped = $"swapped{i + 1}", next = $"folded{i + 1}";
            writer.Line($"Vector128<{element}> {swapped} = Vector128.Shuffle({from}, Vector128.Create({orders[i]}));");
            writer.Line($"Vector128<{element}> {next} = {combine(128, from, swapped)};");
            from = next;
        }

        writer.Line($"return {from}.ToScalar();");
        writer.Close();
    }

    private static void PrintLoadGroup(SourceWriter writer, VectorOps ops)
    {
        int group = Group(ops);
        writer.Line($"/// <summary>{group} neighbouring classes of {ops.Lanes} rows, transposed: 128 bits of each row, then {group}×{group} transposes inside them.</summary>");
        Head(writer, $"static void LoadGroup({ops.Element}* x, {Parameters(ops, group, "out ", "x")})");
        writer.Open();
        for (int j = 0; j < group; j++)
        {
            writer.Line($"{ops.Type} r{j} = {Rows(ops, j, group)};");
        }

        PrintTranspose(writer, ops, "r", (i, text) => $"x{i} = {text};");
        writer.Close();
    }

    private static void PrintStoreGroup(SourceWriter writer, VectorOps ops)
    {
        int group = Group(ops);
        writer.Line($"/// <summary>Writes {group} neighbouring classes of {ops.Lanes} rows: the reverse of LoadGroup.</summary>");
        Head(writer, $"static void StoreGroup({Parameters(ops, group, "", "d")}, {ops.Element}* dx)");
        writer.Open();
        PrintTranspose(writer, ops, "d", (i, text) => $"{ops.Type} r{i} = {text};");
        for (int j = 0; j < group; j++)
        {
            for (int piece = 0; piece < ops.Bits / 128; piece++)
            {
                string part = ops.Bits switch
                {
                    512 => $"Avx512F.ExtractVector128(r{j}, {piece})",
                    _ => piece == 0 ? $"r{j}.GetLower()" : $"r{j}.GetUpper()",
                };
                writer.Line($"Vector128.Store({part}, {Row("dx", (piece * group) + j)});");
            }
        }

        writer.Close();
    }

    /// <summary>Inside each 128 bits: element i of vector j becomes element j of vector i. It is its own inverse.</summary>
    private static void PrintTranspose(SourceWriter writer, VectorOps ops, string source, Func<int, string, string> assign)
    {
        string x86 = ops.Bits == 512 ? "Avx512F" : "Avx";
        if (ops.DType == DType.Float64)
        {
            writer.Line(assign(0, $"{x86}.UnpackLow({source}0, {source}1)"));
            writer.Line(assign(1, $"{x86}.UnpackHigh({source}0, {source}1)"));
            return;
        }

        string wide = $"{ops.Vector}<double>";
        writer.Line($"{wide} a = {x86}.UnpackLow({source}0, {source}1).AsDouble(), b = {x86}.UnpackHigh({source}0, {source}1).AsDouble();");
        writer.Line($"{wide} c = {x86}.UnpackLow({source}2, {source}3).AsDouble(), d = {x86}.UnpackHigh({source}2, {source}3).AsDouble();");
        writer.Line(assign(0, $"{x86}.UnpackLow(a, c).AsSingle()"));
        writer.Line(assign(1, $"{x86}.UnpackHigh(a, c).AsSingle()"));
        writer.Line(assign(2, $"{x86}.UnpackLow(b, d).AsSingle()"));
        writer.Line(assign(3, $"{x86}.UnpackHigh(b, d).AsSingle()"));
    }

    private static string Rows(VectorOps ops, int first, int step)
    {
        string[] pieces = Enumerable.Range(0, ops.Bits / 128).Select(p => $"Vector128.Load({Row("x", first + (p * step))})").ToArray();
        string[] halves = Enumerable.Range(0, pieces.Length / 2).Select(h => $"Vector256.Create({pieces[2 * h]}, {pieces[(2 * h) + 1]})").ToArray();
        return halves.Length == 1 ? halves[0] : $"Vector512.Create({halves[0]}, {halves[1]})";
    }

    private static string Parameters(VectorOps ops, int count, string modifier, string name) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => $"{modifier}{ops.Type} {name}{i}"));
}
