using System.Collections.Concurrent;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// A declared loss, compiled, to be called with arrays of doubles whatever its element type is.
/// </summary>
/// <remarks>
/// A call copies its arrays into guarded memory and throws <see cref="GuardException"/> if the loss writes anywhere but to its outputs; a refusal of the loss itself passes through
/// as it is, after a check that nothing at all was written.
/// </remarks>
public abstract class CompiledLoss
{
    private readonly ConcurrentDictionary<Type, object> calls = new();

    private protected CompiledLoss(Declaration declaration, Type type) => (Declaration, Type) = (declaration, type);

    /// <summary>The declaration.</summary>
    public Declaration Declaration { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>Runs a pass.</summary>
    /// <returns>Everything that it returns and writes.</returns>
    public abstract LossResult Run(LossPass pass, Batch batch);

    /// <summary>Runs Forward.</summary>
    /// <returns>One loss per sample for reduction none, one number for the others; the output of a softmax.</returns>
    public double[] Forward(Batch batch) => Run(LossPass.Forward, batch).Losses;

    /// <summary>Runs Backward.</summary>
    /// <returns>The gradient.</returns>
    public double[] Backward(Batch batch) => Run(LossPass.Backward, batch).Gradient;

    /// <summary>Runs ForwardBackward; for a softmax, which has none, Backward on the output of Forward.</summary>
    public LossResult ForwardBackward(Batch batch)
    {
        if (!Declaration.IsMap)
        {
            return Run(LossPass.ForwardBackward, batch);
        }

        double[] output = Forward(batch);
        return new LossResult(output, Backward(batch with { Logits = output }));
    }

    /// <summary>The members of the loss for these types; the loss has the reduction sum or mean.</summary>
    /// <exception cref="ArgumentException">The class does not implement <see cref="IReducedLoss{T, TReal, TTarget}"/> for them.</exception>
    public ReducedCalls<T, TTarget> Reduced<T, TTarget>()
        where T : unmanaged
        where TTarget : unmanaged =>
        (ReducedCalls<T, TTarget>)Calls(typeof(StaticReducedCalls<,,>), typeof(T), typeof(TTarget));

    /// <summary>The members of the loss for these types; the loss has the reduction none.</summary>
    /// <exception cref="ArgumentException">The class does not implement <see cref="IUnreducedLoss{T, TReal, TTarget}"/> for them.</exception>
    public UnreducedCalls<T, TTarget> Unreduced<T, TTarget>()
        where T : unmanaged
        where TTarget : unmanaged =>
        (UnreducedCalls<T, TTarget>)Calls(typeof(StaticUnreducedCalls<,,>), typeof(T), typeof(TTarget));

    /// <summary>The declaration.</summary>
    public override string ToString() => Declaration.ToString();

    internal static CompiledLoss Create(Declaration declaration, Type type, object calls) =>
        (declaration.DType, declaration.IsElementwise || declaration.IsMap) switch
        {
            (DType.Float32, _) => new CompiledTypedLoss<float, float, float>(declaration, type, calls),
            (DType.Float64, _) => new CompiledTypedLoss<double, double, double>(declaration, type, calls),
            (DType.Float16, true) => new CompiledTypedLoss<Half, float, Half>(declaration, type, calls),
            (DType.Float16, false) => new CompiledTypedLoss<Half, float, float>(declaration, type, calls),
            (DType.BFloat16, true) => new CompiledTypedLoss<BFloat16, float, BFloat16>(declaration, type, calls),
            (DType.BFloat16, false) => new CompiledTypedLoss<BFloat16, float, float>(declaration, type, calls),
            _ => throw new NotSupportedException($"No calls for {declaration.DType}."),
        };

    private object Calls(Type adapter, Type element, Type target) =>
        calls.GetOrAdd(target, static (_, made) => Activator.CreateInstance(made)!, adapter.MakeGenericType(Type, element, target));
}
