using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>The losses of samples, a lane each, whose logarithms are taken together: a product of the operands, and its logarithm once for many groups.</summary>
/// <param name="batch">The loss, split into the logarithm and the rest.</param>
/// <param name="plan">The kernel's plan.</param>
/// <param name="classCount">C.</param>
/// <param name="ops">The operations.</param>
/// <param name="writer">Where to.</param>
internal sealed class SharedLogarithmText(BatchedLog batch, KernelPlan plan, int classCount, OpTable ops, SourceWriter writer)
{
    private readonly string _name = batch.IsOfOnePlus ? "growth" : "product";
    private readonly string _empty = ops.Constant(batch.IsOfOnePlus ? 0 : 1);

    /// <summary>Whether this is the logarithm that no step of its own computes then.</summary>
    public bool Prints(Expr body) => body == batch.Log;

    /// <summary>Prints what is in front of the loop.</summary>
    public void PrintStart()
    {
        writer.Line($"{ops.Type} {_name} = {_empty};");
        writer.Line("int factors = 0;");
    }

    /// <summary>Prints a group's share.</summary>
    /// <param name="sample">What is known of the group.</param>
    /// <param name="mask">The lanes that count; null for all.</param>
    public void PrintLoss(Scope sample, string? mask)
    {
        string operand = FormulaPrinter.Print(batch.Log.Operand);
        string share = $"so that {plan.GroupsPerLog} {(plan.Layout == SampleLayout.Elements ? "vectors" : "groups")} share a logarithm";
        writer.Line(batch.IsOfOnePlus
            ? $"// log1p({operand}) is left out: Σ log(1 + u) = log Π (1 + u), {share}. Every u lies in [0, 1]; growth is the product less 1, where no digit of a small u is lost."
            : $"// log({operand}) is left out: Σ log s = log Π s, {share}. Every s lies in [1, {Literal.Whole(classCount)}].");
        string rest = ExprPrinter.Text(batch.Rest, sample), factor = ExprPrinter.Text(batch.Log.Operand, sample);
        writer.Line($"{ops.Type} loss = {(mask is null ? rest : ops.Where(mask, rest))};");
        writer.Line(ops.AddToTotal("total", "loss"));
        if (batch.IsOfOnePlus)
        {
            writer.Line($"{ops.Type} u = {(mask is null ? factor : ops.Where(mask, factor))};");
            writer.Line($"{_name} = {ops.MultiplyAdd(_name, "u", $"({_name} + u)")};");
        }
        else
        {
            writer.Line($"{_name} *= {(mask is null ? factor : ops.Select(mask, factor, _empty))};");
        }

        writer.Open($"if (++factors == {plan.GroupsPerLog} || {(ops.Lanes == 1 ? "i == n - 1" : $"n - i <= {ops.Lanes}")})");
        PrintEnd();
        writer.Close();
    }

    /// <summary>Adds the logarithm to the total, and begins again. Constants are written out, where few come by: they would take registers from the loop.</summary>
    private void PrintEnd()
    {
        Scope scope = new(ops, writer, "Batch", hasConstants: false, (_, leaf) => leaf is Value value && value.Name == _name ? Printed.Atom(_name) : null);
        Printed shared = ExprPrinter.Print(batch.Shared(new Value(_name)), scope);
        if (shared.Precedence != Precedence.Atom)
        {
            writer.Line($"{ops.Type} shared = {shared.Text};");
            shared = Printed.Atom("shared");
        }

        writer.Line(ops.AddToTotal("total", shared.Text));
        writer.Line($"{_name} = {_empty};");
        writer.Line("factors = 0;");
    }
}
