using System.Runtime.CompilerServices;
using Peers.Cases;

namespace Peers.Losses;

/// <summary>A reduced loss over class indices.</summary>
internal sealed unsafe class IndexLoss<T, TResult>(
    Type declaration,
    delegate*<ReadOnlySpan<T>, ReadOnlySpan<long>, int, double?, TResult> forward,
    delegate*<ReadOnlySpan<T>, ReadOnlySpan<long>, Span<T>, TResult, int, double?, TResult> forwardBackward) : DeclaredLoss(declaration)
    where T : unmanaged
    where TResult : unmanaged
{
    public override Inputs NewInputs(Case workload) => new Inputs<T>(workload);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Run(Inputs inputs, Case workload, Pass pass, long calls)
    {
        Inputs<T> typed = (Inputs<T>)inputs;
        ReadOnlySpan<T> logits = typed.Logits.Span;
        ReadOnlySpan<long> targets = typed.Targets!.Span;
        Span<T> gradient = typed.Gradient.Span;
        TResult one = Number.Of<TResult>(1), loss = default;
        int positions = (int)workload.Positions;
        if (pass == Pass.Forward)
        {
            for (long i = 0; i < calls; i++)
            {
                loss = forward(logits, targets, positions, null);
            }
        }
        else
        {
            for (long i = 0; i < calls; i++)
            {
                loss = forwardBackward(logits, targets, gradient, one, positions, null);
            }
        }

        return Number.ToDouble(loss);
    }
}
