namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>exp(a) = 2^(a·log2(e)), on devices with an instruction for powers of two: it handles -infinity, NaN and overflow. Two units in the last place, and the rounding of the product.</summary>
internal sealed class ExpByPowerOfTwo : ExpText
{
    public static readonly ExpByPowerOfTwo Instance = new();

    public override string Comment(OpTable ops) => "exp(a) = 2^(a·log2(e)), by the device's own power of two.";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) => [Log2E];

    public override void Print(FunctionCall call) => call.Declare("", call.Ops.PowerOfTwo($"{call.ArgumentFactor} * {call["log2e"]}")!);
}
