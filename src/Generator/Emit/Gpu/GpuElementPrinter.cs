using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Kernels whose threads have elements: several at a time, as far apart as a group has threads, so that their reads are under way at once.</summary>
internal sealed class GpuElementPrinter(LossSpec spec, Pass pass, GpuPlan plan, SourceWriter writer) : GpuKernelPrinter(spec, pass, plan, writer)
{
    /// <summary>Which of the thread's elements is printed.</summary>
    private int _element;

    private int Together => Gpu.SamplesPerGroup / Gpu.GroupSize;

    private LossInput[] ElementInputs => [.. ((LossInput[])[LossInput.Element, LossInput.ElementTarget, LossInput.ElementWeight, LossInput.PosWeight, LossInput.Upstream]).Where(Program.Reads)];

    protected override void PrintBody()
    {
        Scope call = new(Ops, Writer, "", hasConstants: true, (_, _) => null);
        BindCallInputs(call);
        if (SumsLosses)
        {
            Writer.Line("double total = 0d;");
        }

        Writer.Line();
        int threads = Gpu.GroupSize;
        Writer.Open($"for (long i0 = ((long)Grid.IdxX * {Gpu.SamplesPerGroup}) + Group.IdxX; i0 < block.Count; i0 += (long)Grid.DimX * {Gpu.SamplesPerGroup})");
        for (int j = 1; j < Together; j++)
        {
            Writer.Line($"long i{j} = i0 + {j * threads}, at{j} = i{j} < block.Count ? i{j} : i0;");
        }

        Writer.Line();
        Writer.Line($"// All reads of {Together} elements are under way at once. Behind the last element of all, the thread's first one is read again, for nothing.");
        Scope[] elements = [.. Enumerable.Range(0, Together).Select(_ => new Scope(Ops, Writer, "", hasConstants: true, KnownOfCall))];
        foreach (LossInput input in ElementInputs)
        {
            for (int j = 0; j < Together; j++)
            {
                PrintRead(input, j, elements[j]);
            }
        }

        for (_element = 0; _element < Together; _element++)
        {
            Writer.Line();
            Explains = _element == 0;
            if (Explains)
            {
                Writer.Line("// The first one, too, under a condition, which holds: so all reads stand in front of all writes. What is written may be what was read.");
            }

            Writer.Open($"if (i{_element} < block.Count)");
            PrintStages(elements[_element]);
            Writer.Close();
        }

        Writer.Close();
        if (SumsLosses)
        {
            Writer.Line();
            Writer.Line("// In a fixed order: the same losses give the same bits.");
            Writer.Line($"total = reduction.Sum(total, {threads});");
            Writer.Open("if (Group.IdxX == 0)");
            Writer.Line("block.Sums[Grid.IdxX] = total;");
            Writer.Close();
        }

        Printed? KnownOfCall(Scope element, Expr leaf)
        {
            if (call.Find(leaf) is { } known)
            {
                element.Bind(leaf, known);
            }

            return element.Find(leaf);
        }
    }

    private void PrintRead(LossInput input, int element, Scope scope)
    {
        string at = element == 0 ? "i0" : $"at{element}";
        KernelPointer pointer = KernelPointers.Of(input);
        (string name, string field, string index) = input switch
        {
            LossInput.Upstream => ("g", "ClassUpstream", at),
            LossInput.ElementWeight => (pointer.Name, Field(pointer), $"({at} / block.WeightStride) % block.Weights.Length"),
            LossInput.PosWeight => (pointer.Name, Field(pointer), $"({at} / block.PosWeightStride) % block.PosWeights.Length"),
            _ => (pointer.Name, Field(pointer), at),
        };
        scope.Declare(new Input(input), $"{name}i{element}", Stored.Read($"block.{field}[{index}]"));
    }

    protected override void PrintStore(Store store, Scope sample)
    {
        Writer.Line($"{Ops.Element} loss = {ExprPrinter.Text(store.Body, sample)};");
        if (SumsLosses)
        {
            Writer.Line("total += loss;");
        }

        if (StoresLosses)
        {
            Writer.Line($"block.{Field(KernelPointers.Of(store.Output))}[i{_element}] = {Stored.Write("loss")};");
        }
    }

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample) =>
        Writer.Line($"block.{Field(MapPointer!)}[i{_element}] = {Stored.Write(MapValue(map, perClass, Ops).Text)};");

    protected override string? LoadClassInput(LossInput input, AxisStep step) => throw new NotSupportedException("Elements have no classes.");

    protected override string MaskTail(string value) => throw new NotSupportedException("Elements have no classes.");

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) => throw new NotSupportedException("Elements have no classes.");
}
