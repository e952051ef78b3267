using System.Globalization;
using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Kernels whose groups, or the warps of them, have a row each: its threads are lanes along the row, and values once a sample are the same in all of them.</summary>
internal sealed class GpuRowPrinter(LossSpec spec, Pass pass, GpuPlan plan, SourceWriter writer) : GpuKernelPrinter(spec, pass, plan, writer)
{
    private readonly List<string> _pack = [];

    private int Threads => Gpu.GroupSize;

    /// <summary>The classes that a thread takes at once.</summary>
    private int Pack => Plan.Pack;

    /// <summary>The thread's name: where it takes one class at a time, it is the lane.</summary>
    private string Thread => Pack == 1 ? "lane" : "thread";

    private string ThreadType => Pack == 1 ? "int" : "long";

    private Guess? Guessed => Schedule.Stages.SelectMany(stage => stage.After).OfType<Guess>().SingleOrDefault();

    private bool ReadsTarget => Program.Reads(LossInput.TargetPrediction) || (HasIndices && Guessed is not null) || (Program.Map is { } map && TargetIsMadeOfLogit(map));

    /// <summary>Whether a group may have several rows, a warp each.</summary>
    private bool OfWarps => Gpu.GroupsTogether > 1;

    private int PackShift => (int)Math.Log(Pack, 2);

    protected override void PrintBody()
    {
        string thread = OfWarps ? $"Group.IdxX & {Threads - 1}" : "Group.IdxX";
        if (Pack == 1)
        {
            Writer.Line($"int lane = {thread};");
        }
        else
        {
            Writer.Line("// In 64 bits: so the distances between a thread's packs become part of its instructions.");
            Writer.Line($"long thread = {thread};");
            Writer.Line($"int lane = (int)thread * {Pack};");
        }

        if (Axis.TailLanes > 0)
        {
            Writer.Line($"// The last step of a row ends at the last class; only its last {Axis.TailLanes / Pack} {(Pack == 1 ? "lanes" : "threads")} are new.");
            Writer.Line($"bool tail = {Thread} >= {Threads - (Axis.TailLanes / Pack)};");
        }

        Scope sample = new(Ops, Writer, "", hasConstants: true, (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", "block.ClassWeights[y]"),
            Input { Source: LossInput.TargetIndex } => scope.Declare(leaf, "ty", Ops.FromIndex("y")),
            Input { Source: LossInput.Upstream } => scope.Declare(leaf, "g", "block.SampleUpstream[i]"),
            _ => null,
        });
        BindCallInputs(sample);
        if (Program.Reads(LossInput.ClassWeight))
        {
            Writer.Line($"ArrayView<{Ops.Element}> w = block.ClassWeights;");
        }

        if (OfWarps)
        {
            Writer.Line($"int warps = Group.DimX >> {(int)Math.Log(Threads, 2)};");
        }

        Writer.Line();
        Writer.Open(OfWarps
            ? $"for (long i = ((long)Grid.IdxX * warps) + (Group.IdxX >> {(int)Math.Log(Threads, 2)}); i < block.Count; i += (long)Grid.DimX * warps)"
            : "for (long i = Grid.IdxX; i < block.Count; i += Grid.DimX)");
        foreach (KernelPointer row in Rows())
        {
            Writer.Line($"ArrayView<{Stored.Type}> {row.Name} = block.{Field(row)}.SubView(i * C, C);");
            if (Pack > 1)
            {
                Writer.Line($"ArrayView<{Stored.PackType}> {Packs(row)} = {row.Name}.AsAligned(16).Cast<{Stored.PackType}>();");
            }
        }

        if (HasIndices)
        {
            PrintTarget(sample);
        }

        PrintStages(sample);
        Writer.Line("reduction.Meet();");
        Writer.Close();
    }

    private IEnumerable<KernelPointer> Rows() => Reads.Where(pointer => pointer.Extent == PointerExtent.Classes).Concat(MapPointer is { } map ? [map] : []);

    private void PrintTarget(Scope sample)
    {
        Writer.Line("int y = block.Targets[i];");
        Writer.Open("if (y < 0)");
        Writer.Line("// Ignored: neither read nor counted. The threads of a row agree, so that all of them or none meet further down.");
        if (StoredOutputs.Any())
        {
            Writer.Open("if (lane == 0)");
            foreach (KernelPointer stored in StoredOutputs.Select(KernelPointers.Of))
            {
                Writer.Line($"block.{Field(stored)}[i] = {Ops.Zero};");
            }

            Writer.Close();
        }

        if (MapPointer is { } map)
        {
            Writer.Open($"for ({ThreadType} c = {Thread}; c < C{(Pack == 1 ? "" : $" / {Pack}")}; c += {Threads})");
            Writer.Line(Pack == 1 ? $"{map.Name}[c] = {(Stored.Type == "ushort" ? "0" : Ops.Zero)};" : $"{Packs(map)}[c] = default;");
            Writer.Close();
        }

        Writer.Line("continue;");
        Writer.Close();
        Writer.Line();
        if (ReadsTarget)
        {
            sample.Declare(new Input(LossInput.TargetPrediction), "xt", Stored.Read("x[y]"));
        }
    }

    protected override void PrintMapWalk(Map map, Scope sample)
    {
        // Others read x[t], and classes twice, where the last step overlaps the one before. A reduction of several warps has a barrier; shuffles order no memory.
        bool shares = (HasIndices && ReadsTarget) || Axis.TailLanes > 0;
        bool met = Threads > 32 && Schedule.Stages.Any(stage => stage.Reductions.Count > 0);
        if (shares && !met)
        {
            Writer.Line("// What is read may be what is written: all threads of the row have read before one writes.");
            Writer.Line($"reduction.Wait({Threads});");
        }

        base.PrintMapWalk(map, sample);
    }

    /// <summary>Names the thread's first pack of a round.</summary>
    protected override void BeginRound(int stage, Scope sample, bool inLoop)
    {
        if (Pack > 1 && inLoop)
        {
            Writer.Line($"long pack = (c >> {PackShift}) + thread;");
        }
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step)
    {
        KernelPointer? pointer = input == LossInput.ClassIndex ? null : KernelPointers.Of(input);
        if (pointer is null)
        {
            return ClassNumber(At(step));
        }

        if (!StoredElements.AreIn(pointer))
        {
            return $"{pointer.Name}[{At(step)}]";
        }

        if (Pack == 1)
        {
            return ReadTogether(input, step, one => Stored.Read($"{pointer.Name}[{At(one)}]"));
        }

        foreach (AxisStep first in ReadWith(step).Where(one => one.Part == 0))
        {
            Writer.Line($"{Stored.PackType} {PackName(first)} = {Packs(pointer)}[{PackAt(first)}];");
        }

        return Stored.PartOf(PackName(step.First ?? step), step.Part);

        string PackName(AxisStep first) => $"{pointer.Name}Pack{first.Suffix}";
    }

    private static string Packs(KernelPointer pointer) => pointer.Name + "Packs";

    /// <summary>The index of a step's pack among those of its row.</summary>
    private string PackAt(AxisStep step)
    {
        // "960", or in a loop "c" and "c + 256".
        string begin = (step.First ?? step).Offset;
        bool inLoop = begin[0] == 'c';
        int offset = begin == "c" ? 0 : int.Parse(inLoop ? begin.Substring("c + ".Length) : begin, NumberStyles.None, CultureInfo.InvariantCulture);
        string first = inLoop ? "pack" : "thread";
        return offset == 0 ? first : $"{first} + {offset / Pack}";
    }

    private static string At(AxisStep step) => step.Offset == "0" ? "lane" : $"{step.Offset} + lane";

    protected override string MaskTail(string value) => Ops.Where("tail", value);

    protected override void FinishReduction(Reduce reduce, string accumulated, Scope sample) =>
        sample.Declare(new Value(reduce.Name), reduce.Name, $"reduction.{reduce.Op}({accumulated}, {Threads})");

    protected override void PrintStore(Store store, Scope sample)
    {
        string value = ExprPrinter.Text(store.Body, sample);
        Writer.Open("if (lane == 0)");
        Writer.Line($"block.{Field(KernelPointers.Of(store.Output))}[i] = {value};");
        Writer.Close();
    }

    protected override void PrintGuess(Guess guess, Scope sample)
    {
        Writer.Line($"// {guess.Of.Reference}: near the largest logit, from the target's and {Threads} others. Whether it is near enough, the sum shows.");
        Writer.Line($"{Ops.Element} largest = reduction.Max({Stored.Read("x[lane]")}, {Threads});");
        Writer.Line($"largest = {Ops.Max("xt", "largest")};");

        PrintReference(guess, sample, declares: true);
        Writer.Line("bool guessed = true;");
        Writer.Line();
        Writer.Line("Sum:");
    }

    protected override void AfterWalk(int stage, Scope sample)
    {
        if (Guessed is not { } guess || Schedule.Stages[stage].Reductions.All(reduce => reduce.Name != guess.Of.Sum))
        {
            return;
        }

        Writer.Open($"if (guessed && Interop.FloatAsInt({guess.Of.Sum}) >= Interop.FloatAsInt({Ops.Number(Guess.LargestSum)}))");
        Writer.Line($"// Not below {Ops.Number(Guess.LargestSum)}: a logit far above the guess, or NaN, which some devices lose in comparisons of floats. Once more, with the maximum.");
        Writer.Open($"for ({ThreadType} c = {Thread}; c < C; c += {Threads})");
        Writer.Line($"{Ops.Element} next = {Stored.Read("x[c]")};");
        Writer.Line($"largest = {Ops.Max("next", "largest")};");
        Writer.Close();
        Writer.Line($"largest = reduction.Max(largest, {Threads});");
        PrintReference(guess, sample, declares: false);
        Writer.Line("guessed = false;");
        Writer.Line("goto Sum;");
        Writer.Close();
    }

    private void PrintReference(Guess guess, Scope sample, bool declares)
    {
        Scope largest = new(Ops, Writer, declares ? "G" : "H", hasConstants: true, (_, leaf) =>
            leaf is Input { Source: LossInput.Prediction } ? Printed.Atom("largest") : sample.Leaf(leaf));
        string reference = ExprPrinter.Text(guess.Of.Logit, largest);
        Writer.Line($"{(declares ? Ops.Element + " " : "")}{guess.Of.Reference} = {reference};");
        sample.Bind(new Value(guess.Of.Reference), guess.Of.Reference);
    }

    /// <summary>A class is written by one thread, since what is written may be what others read.</summary>
    protected override void OpenMapStep(AxisStep step)
    {
        if (step.Masked && step.Part == 0)
        {
            Writer.Open("if (tail)");
        }
    }

    protected override void CloseMapStep(AxisStep step)
    {
        if (step.Masked && step.Part == Pack - 1)
        {
            Writer.Close();
        }
    }

    protected override void PrintMapStep(Map map, AxisStep step, Printed perClass, Scope sample)
    {
        string value = MapValue(map, perClass, Ops).Text;
        if (Pack == 1)
        {
            Writer.Line($"{MapPointer!.Name}[{At(step)}] = {Stored.Write(value)};");
            return;
        }

        string name = MapPointer!.Name + step.Suffix;
        Writer.Line($"{Ops.Element} {name} = {value};");
        _pack.Add(name);
        if (_pack.Count == Pack)
        {
            Writer.Line($"{Packs(MapPointer)}[{PackAt(step)}] = {Stored.PackOf(_pack)};");
            _pack.Clear();
        }
    }

    /// <summary>
    /// Prints the value at the target, which the walk has not told from the others: a comparison for each class would cost as much as the exponential. The thread that wrote the class writes it again, so that
    /// nobody waits.
    /// </summary>
    protected override void AfterMap(Map map, Scope sample)
    {
        if (map.AtTarget is not { } atTarget)
        {
            return;
        }

        // The last step ends at the last class.
        int step = Threads * Pack, begin = Spec.ClassCount - (Spec.ClassCount % step);
        string pack = Pack == 1 ? "y" : $"(y >> {PackShift})", owner = $"{pack} & {Threads - 1}";
        if (Axis.TailLanes > 0)
        {
            owner = $"y < {begin} ? {owner} : {pack} - {(Spec.ClassCount - step) / Pack}";
        }

        Writer.Line("// The class of the target once more, by the thread that wrote it.");
        Writer.Open($"if ({Thread} == ({owner}))");
        Printed value = Printed.Infix(MapValue(map, ExprPrinter.Print(map.PerClass, AtTarget(Ops, sample)), Ops), " - ", ExprPrinter.Print(atTarget, sample), Precedence.Additive);
        Writer.Line($"{MapPointer!.Name}[y] = {Stored.Write(value.Text)};");
        Writer.Close();
    }
}
