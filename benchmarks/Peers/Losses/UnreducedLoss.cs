using System.Runtime.CompilerServices;
using Peers.Cases;

namespace Peers.Losses;

/// <summary>A loss per sample, over class indices.</summary>
internal sealed unsafe class UnreducedLoss(
    Type declaration,
    delegate*<ReadOnlySpan<float>, ReadOnlySpan<long>, Span<float>, int, void> forward,
    delegate*<ReadOnlySpan<float>, ReadOnlySpan<long>, ReadOnlySpan<float>, Span<float>, Span<float>, int, void> forwardBackward) : DeclaredLoss(declaration)
{
    public override Inputs NewInputs(Case workload) => new Inputs<float>(workload);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Run(Inputs inputs, Case workload, Pass pass, long calls)
    {
        Inputs<float> typed = (Inputs<float>)inputs;
        ReadOnlySpan<float> logits = typed.Logits.Span, upstream = typed.Upstream!.Span;
        ReadOnlySpan<long> targets = typed.Targets!.Span;
        Span<float> gradient = typed.Gradient.Span, losses = typed.Losses!.Span;
        int positions = (int)workload.Positions;
        if (pass == Pass.Forward)
        {
            for (long i = 0; i < calls; i++)
            {
                forward(logits, targets, losses, positions);
            }
        }
        else
        {
            for (long i = 0; i < calls; i++)
            {
                forwardBackward(logits, targets, upstream, losses, gradient, positions);
            }
        }

        return losses[0];
    }
}
