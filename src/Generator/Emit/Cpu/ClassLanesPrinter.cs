using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>Kernels whose lanes are classes: one row at a time, sample-rate values as scalars.</summary>
internal sealed class ClassLanesPrinter(LossSpec spec, Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    : KernelPrinter(spec, pass, plan, writer, helpers)
{
    private readonly Dictionary<Expr, string> _broadcast = [];
    private readonly OpTable _scalar = OpTable.For(VectorWidth.Scalar, spec.DType);

    protected override void PrintBody()
    {
        if (StagesExponentials)
        {
            Writer.Line("// e[c] = exp(x[c] - m), kept between the walks over a row.");
            PrintScratch([("e", Spec.ClassCount)]);
        }

        if (Axis.TailLanes > 0)
        {
            Writer.Line($"// The last vector of a row ends at the last class; its last {Axis.TailLanes} lanes are new.");
            string lanes = string.Join(", ", Enumerable.Range(0, Ops.Lanes).Select(i => Ops.IndexNumber(i < Ops.Lanes - Axis.TailLanes ? "0" : "-1")));
            Writer.Line($"{Ops.MaskType} tail = {Ops.AsElement(Ops.IndexConstant(lanes))};");
        }

        Scope sample = new(_scalar, Writer, "", (scope, leaf) => leaf switch
        {
            Input { Source: LossInput.TargetWeight } => scope.Declare(leaf, "wt", "v[i]"),
            _ => null,
        });
        BindCallInputs(sample);
        if (SumsLosses)
        {
            Writer.Line("double total = 0d;");
        }

        Writer.Line();
        Writer.Open($"for (nint i = 0; i < n; i++, {string.Join(", ", RowPointers().Select(p => $"{p} += C"))})");
        if (HasIndices)
        {
            Writer.Line($"{Ops.Index} y = t[i];");
            Writer.Open("if (y < 0)");
            Writer.Line("// Ignored: neither read nor counted.");
            if (StoresLosses)
            {
                Writer.Line($"losses[i] = {_scalar.Zero};");
            }

            if (Program.WritesGradient)
            {
                Writer.Line($"new Span<{Ops.Element}>(dx, C).Clear();");
            }

            Writer.Line("continue;");
            Writer.Close();
            Writer.Line();
            if (Program.Reads(LossInput.TargetLogit))
            {
                sample.Declare(new Input(LossInput.TargetLogit), "xt", "x[y]");
            }
        }

        if (Program.Reads(LossInput.Upstream))
        {
            sample.Declare(new Input(LossInput.Upstream), "g", "u[i]");
        }

        PrintStages(sample);
        Writer.Close();
        Writer.Line();
        Writer.Line($"return {(SumsLosses ? "total" : "0d")};");
    }

    protected override string? LoadClassInput(LossInput input, AxisStep step) => Ops.Load(
        input switch
        {
            LossInput.Logits => "x",
            LossInput.Probabilities => "q",
            LossInput.ClassWeights => "w",
            _ => throw new NotSupportedException($"{input} is not a class-rate input."),
        },
        step.Offset);

    protected override void BindForWalk(IEnumerable<Expr> operands, Scope sample)
    {
        foreach (Expr leaf in operands.SelectMany(ExprTraversal.DescendantsAndSelf).Where(e => e is Value or Input { Rate: not Rate.Class }).Distinct())
        {
            if (_broadcast.ContainsKey(leaf))
            {
                continue;
            }

            string scalar = ExprPrinter.Text(leaf, sample);
            if (Ops.Lanes == 1)
            {
                _broadcast[leaf] = scalar;
                continue;
            }

            string name = scalar + "V";
            Writer.Line($"{Ops.Type} {name} = {Ops.Broadcast(scalar)};");
            _broadcast[leaf] = name;
        }
    }

    protected override Printed? FindInWalk(Expr leaf, Scope sample) => _broadcast.TryGetValue(leaf, out string? name) ? Printed.Atom(name) : null;

    protected override (string Pointer, string Offset) StagedExponential(AxisStep step) => ("e", step.Offset);

    protected override string FinishReduction(ReduceOp op, string accumulated) => Ops.ReduceLanes(op == ReduceOp.Max, accumulated, Helpers);

    protected override string MaskTail(string value) => Ops.Where("tail", value);

    protected override void PrintLoss(Loss loss, Scope sample)
    {
        string value = ExprPrinter.Text(loss.Body, sample);
        if (StoresLosses)
        {
            Writer.Line($"losses[i] = {value};");
        }
        else
        {
            // The element type rounds once more here, so that a sum adds what reduction none would have written.
            Writer.Line($"{Ops.Element} loss = {value};");
            Writer.Line("total += loss;");
        }
    }

    protected override void PrintGradientStep(Gradient gradient, AxisStep step, Printed perClass, Scope sample) =>
        Writer.Line(Ops.Store(perClass.Text, "dx", step.Offset));

    protected override void AfterGradient(Gradient gradient, Scope sample)
    {
        if (gradient.AtTarget is { } atTarget)
        {
            Writer.Line($"dx[y] -= {ExprPrinter.Text(atTarget, sample)};");
        }
    }

    private void BindCallInputs(Scope sample)
    {
        if (Program.Reads(LossInput.Scale))
        {
            sample.Declare(new Input(LossInput.Scale), "g", "block->Scale");
        }

        if (Program.Reads(LossInput.WeightSum))
        {
            sample.Declare(new Input(LossInput.WeightSum), "W", "block->WeightSum");
        }
    }

    private IEnumerable<string> RowPointers()
    {
        yield return "x";
        if (Program.Reads(LossInput.Probabilities))
        {
            yield return "q";
        }

        if (Program.WritesGradient)
        {
            yield return "dx";
        }
    }
}
