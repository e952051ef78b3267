using System.Collections.Concurrent;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// A declared loss, compiled, to be called with arrays of doubles whatever its element type is.
/// </summary>
/// <remarks>
/// A call copies its arrays into guarded memory and throws <see cref="GuardException"/> if the loss writes anywhere but to its losses and its gradient; a refusal of the loss itself passes through
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

    /// <summary>Runs Forward.</summary>
    /// <returns>One loss per sample for reduction none, one number for the others.</returns>
    public abstract double[] Forward(Batch batch);

    /// <summary>Runs Backward.</summary>
    /// <returns>The gradient.</returns>
    public abstract double[] Backward(Batch batch);

    /// <summary>Runs ForwardBackward.</summary>
    public abstract LossResult ForwardBackward(Batch batch);

    /// <summary>The members of the loss for these types; the loss has the reduction sum or mean.</summary>
    /// <exception cref="ArgumentException">The class does not implement <see cref="IReducedLoss{T, TTarget}"/> for them.</exception>
    public ReducedCalls<T, TTarget> Reduced<T, TTarget>()
        where T : unmanaged
        where TTarget : unmanaged =>
        (ReducedCalls<T, TTarget>)Calls(typeof(StaticReducedCalls<,,>), typeof(T), typeof(TTarget));

    /// <summary>The members of the loss for these types; the loss has the reduction none.</summary>
    /// <exception cref="ArgumentException">The class does not implement <see cref="IUnreducedLoss{T, TTarget}"/> for them.</exception>
    public UnreducedCalls<T, TTarget> Unreduced<T, TTarget>()
        where T : unmanaged
        where TTarget : unmanaged =>
        (UnreducedCalls<T, TTarget>)Calls(typeof(StaticUnreducedCalls<,,>), typeof(T), typeof(TTarget));

    /// <summary>The declaration.</summary>
    public override string ToString() => Declaration.ToString();

    internal static CompiledLoss Create(Declaration declaration, Type type) =>
        declaration.DType switch
        {
            DType.Float32 => new CompiledElementLoss<float>(declaration, type),
            DType.Float64 => new CompiledElementLoss<double>(declaration, type),
            _ => throw new NotSupportedException($"No calls for {declaration.DType}."),
        };

    private object Calls(Type adapter, Type element, Type target) =>
        calls.GetOrAdd(target, static (_, made) => Activator.CreateInstance(made)!, adapter.MakeGenericType(Type, element, target));
}
