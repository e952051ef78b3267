using System.Globalization;
using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Kernels whose threads have a sample each: a row, which goes through shared memory, or a position.</summary>
internal sealed class GpuSamplePrinter(LossSpec spec, Pass pass, GpuPlan plan, SourceWriter writer) : GpuKernelPrinter(spec, pass, plan, writer)
{
    private bool Rows => Plan.Layout == SampleLayout.Rows;

    /// <summary>Whether there is a loop over the classes.</summary>
    private bool Walks => Rolls && Schedule.Walks.Any();

    private bool Rolls => Plan.Regime == Regime.RolledClasses;

    /// <summary>What has an element for each class, and all of them are read.</summary>
    private KernelPointer[] ClassInputs => ((LossInput[])[LossInput.Prediction, LossInput.DenseTarget, LossInput.ClassUpstream])
        .Where(Program.Reads).Select(KernelPointers.Of).ToArray();

    /// <summary>The tile that the map is written to: that of what it was read from, if there is one.</summary>
    private string OutputTile => Tile(ClassInputs.Length > 0 ? ClassInputs[0] : MapPointer!);

    protected override void PrintBody()
    {
        Scope sample = new(Ops, Writer, "", hasConstants: true, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", "keep ? block.ClassWeights[y] : " + Ops.Zero),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", Ops.FromIndex("y")),
            Input { Source: LossInput.Upstream } => scope.Declare(leaf, "g", "block.SampleUpstream[i]"),
            _ => null,
        });
        BindCallInputs(sample);
        if (Gpu.Tiled)
        {
            PrintTiles(sample);
        }
        else
        {
            PrintPositions(sample);
        }
    }

    private void PrintPositions(Scope sample)
    {
        string[] distances = Walks ? [.. Enumerable.Range(2, Plan.Unroll - 1).Select(k => $", {Distance($"{k}")} = {k} * S")] : [];
        Writer.Line($"long S = block.Stride{string.Concat(distances)};");
        Writer.Line();
        OpenWalkOverSamples();
        Writer.Line("// Class 0 of the position.");
        Writer.Line($"long place = (i / S * C * S) + (i % S){(Walks ? ", at" : "")};");
        PrintSample(sample);
        Writer.Close();
    }

    /// <summary>
    /// Where the walk is, goes along with its loop. That takes no multiplication in it; and the compiler, which moves a value to where it is used and into loops, too, cannot move the divisions that a sample's place takes.
    /// </summary>
    protected override void BeforeWalk(int stage)
    {
        if (Rolls)
        {
            Writer.Line("at = place;");
        }
    }

    protected override void EndRound(bool inLoop)
    {
        if (Rolls && inLoop)
        {
            Writer.Line($"at += {Distance($"{Plan.Unroll}")};");
        }
    }

    private void OpenWalkOverSamples() =>
        Writer.Open($"for (long i = ((long)Grid.IdxX * {Gpu.GroupSize}) + Group.IdxX; i < block.Count; i += (long)Grid.DimX * {Gpu.GroupSize})");

    private void PrintTiles(Scope sample)
    {
        int threads = Gpu.GroupSize;
        KernelPointer[] tiles = [.. ClassInputs, .. MapPointer is { } map && ClassInputs.Length == 0 ? [map] : (KernelPointer[])[]];
        if (tiles.Length > 0)
        {
            Writer.Line("// Rows begin P apart, an odd number: so the threads, each in a row of its own, meet in no bank.");
        }

        foreach (KernelPointer tile in tiles)
        {
            Writer.Line($"ArrayView<{Ops.Element}> {Tile(tile)} = SharedMemory.Allocate<{Ops.Element}>({threads} * P);");
        }

        Writer.Line();
        Writer.Open($"for (long begin = (long)Grid.IdxX * {threads}; begin < block.Count; begin += (long)Grid.DimX * {threads})");
        Writer.Line($"int rows = (int)IntrinsicMath.Min(block.Count - begin, {threads});");
        foreach (KernelPointer input in ClassInputs)
        {
            PrintTileRead(input);
        }

        if (ClassInputs.Length > 0)
        {
            Writer.Line("Group.Barrier();");
        }

        Writer.Open("if (Group.IdxX < rows)");
        Writer.Line("long i = begin + Group.IdxX;");
        if (tiles.Length > 0)
        {
            Writer.Line("int place = Group.IdxX * P;");
        }

        PrintSample(sample);
        Writer.Close();
        if (MapPointer is { } output)
        {
            Writer.Line();
            Writer.Line("Group.Barrier();");
            PrintTileWrite(output);
        }

        if (tiles.Length > 0)
        {
            Writer.Line();
            Writer.Line("// The next rows come into the same memory.");
            Writer.Line("Group.Barrier();");
        }

        Writer.Close();
    }

    private void PrintTileRead(KernelPointer input)
    {
        PrintTileCopy(
            places =>
            {
                // All reads of a full tile are under way at once.
                for (int j = 0; j < places.Count; j++)
                {
                    Writer.Line($"{Stored.Type} {input.Name}{j} = block.{Field(input)}[{places[j].Memory}];");
                }

                for (int j = 0; j < places.Count; j++)
                {
                    Writer.Line($"{Tile(input)}[{places[j].Tile}] = {Stored.Read($"{input.Name}{j}")};");
                }
            });
    }

    private void PrintTileWrite(KernelPointer output) => PrintTileCopy(
        places =>
        {
            foreach ((string memory, string tile) in places)
            {
                Writer.Line($"block.{Field(output)}[{memory}] = {Stored.Write($"{OutputTile}[{tile}]")};");
            }
        });

    /// <summary>
    /// Threads move one element each, side by side: then what they write to shared memory lies side by side, too, where packs of a thread's own would meet in its banks.
    /// </summary>
    private void PrintTileCopy(Action<IReadOnlyList<(string Memory, string Tile)>> copy)
    {
        int threads = Gpu.GroupSize;
        Writer.Open();
        if (Spec.ClassCount % 2 == 0)
        {
            Writer.Line("// Behind each row is a gap, of which as many lie before as rows: rows of an even number of classes would meet in the same banks.");
        }

        Writer.Line("int at = Group.IdxX;");
        Writer.Open($"if (rows == {threads})");
        Writer.Line("long from = (begin * C) + at;");
        copy([.. Enumerable.Range(0, Spec.ClassCount).Select(j => j == 0 ? ("from", InTile("at")) : ($"from + {j * threads}", InTile($"at + {j * threads}")))]);
        Writer.Close();
        Writer.Open("else");
        Writer.Open($"for (; at < rows * C; at += {threads})");
        copy([("(begin * C) + at", InTile("at"))]);
        Writer.Close();
        Writer.Close();
        Writer.Close();
    }

    /// <summary>Where an element of the group's rows lies in shared memory: behind as many gaps of one element, if any, as there are rows before its own.</summary>
    private string InTile(string at) => Spec.ClassCount % 2 == 1 ? at : $"{at} + RowOf({at})";

    private void PrintSample(Scope sample)
    {
        if (HasIndices)
        {
            Writer.Line("int y = block.Targets[i];");
            Writer.Line("bool keep = y >= 0;");
            if (Program.Reads(LossInput.TargetPrediction))
            {
                string x = !Rows ? Stored.Read("block.Input[place + (y * S)]")
                    : Program.Reads(LossInput.Prediction) ? $"{Tile(KernelPointers.Of(LossInput.Prediction))}[place + y]"
                    : Stored.Read("block.Input[(i * C) + y]");
                sample.Declare(new Input(LossInput.TargetPrediction), "xt", $"keep ? {x} : {Ops.Zero}");
            }
        }

        PrintStages(sample);
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step)
    {
        switch (input)
        {
            case LossInput.ClassWeight:
                return $"block.ClassWeights[{step.Offset}]";
            case LossInput.ClassIndex:
                return int.TryParse(step.Offset, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? Ops.Constant(index) : ClassNumber(step.Offset);
            default:
                KernelPointer pointer = KernelPointers.Of(input);
                return Rows ? $"{Tile(pointer)}[place + {step.Offset}]" : ReadTogether(input, step, one => Stored.Read($"block.{Field(pointer)}[{Position(one)}]"));
        }
    }

    protected override string MaskTail(string value) => throw new NotSupportedException("A walk a class at a time has no tail.");

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) => sample.Declare(new Value(reduce.Name), reduce.Name, accumulated);

    protected override void PrintStore(Store store, Scope sample)
    {
        string value = ExprPrinter.Text(store.Body, sample), field = Field(KernelPointers.Of(store.Output));
        Writer.Line($"block.{field}[i] = {(HasIndices ? Ops.Where("keep", value) : value)};");
    }

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample)
    {
        string value = LessTarget(map, MapValue(map, perClass, Ops), $"{step.Offset} == y", sample).Text;
        if (HasIndices)
        {
            // Statements of their own: between values that are there the compiler selects, around others it branches.
            string name = MapPointer!.Name + step.Suffix;
            Writer.Line($"{Ops.Element} {name} = {value};");
            Writer.Line($"{name} = {Ops.Where("keep", name)};");
            value = name;
        }

        if (Rows)
        {
            Writer.Line($"{OutputTile}[place + {step.Offset}] = {value};");
            return;
        }

        Writer.Line($"block.{Field(MapPointer!)}[{Position(step)}] = {Stored.Write(value)};");
    }

    private static string Tile(KernelPointer pointer) => pointer.Name + "Tile";

    /// <summary>Where a step's class of the position is: in a loop, from the round's first on.</summary>
    private static string Position(AxisStep step)
    {
        string[] parts = step.Offset.Split([" + "], StringSplitOptions.None);
        return parts[0] == "c" ? parts.Length == 1 ? "at" : $"at + {Distance(parts[1])}"
            : step.Offset == "0" ? "place"
            : $"place + ({step.Offset} * S)";
    }

    /// <summary>The distance of so many classes.</summary>
    private static string Distance(string classes) => classes == "1" ? "S" : "S" + classes;
}
