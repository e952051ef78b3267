namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// tanh(a) = E/(E + 2) with E = exp(2|a|) - 1 = 2^n·(exp(r) - 1) + (2^n - 1), and the sign of a: accurate near 0, where 1 - 2/(exp(2a) + 1) is not.
/// </summary>
internal sealed class TanhText : FunctionText
{
    public static readonly TanhText Instance = new();

    public override string Letter => "th";

    public override string Comment(OpTable ops) =>
        "tanh(a) = E/(E + 2), E = exp(2|a|) - 1 = 2^n·(exp(r) - 1) + 2^n - 1 with r = 2|a| - n·log 2; exp(r) - 1 is r + r²·(r0 + r1 r + …).";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) =>
        [.. AccurateExpText.ReductionConstants(ops), One, Bias(ops), FunctionConstant.OfValue("two", 2), FunctionConstant.OfValue("flat", IsSingle(ops) ? 30 : 60)];

    public override void Print(FunctionCall call)
    {
        OpTable ops = call.Ops;
        string result = call.Result, a = call.ArgumentName;

        // Beyond "flat" it is 1 in every place; the constant first, since Min gives its second operand where that is NaN.
        call.Declare("B", $"{ops.Max(a, $"-{a}")}");
        call.Declare("C", ops.Min(call["flat"], $"{result}B + {result}B"));
        AccurateExpText.PrintReduction(call, result + "C");
        call.Declare("P", PowerOfTwo(call, $"({result}N + {call["magic"]})"));
        call.Declare("E", ops.MultiplyAdd(result + "P", result + "R", $"({result}P - {call["one"]})"));
        call.Declare("Q", $"{result}E / ({result}E + {call["two"]})");
        call.Declare("", ops.Select(ops.LessThan(a, ops.Zero), $"-{result}Q", result + "Q"));
    }
}
