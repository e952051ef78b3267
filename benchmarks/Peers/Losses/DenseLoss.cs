using System.Runtime.CompilerServices;
using Peers.Cases;

namespace Peers.Losses;

/// <summary>A reduced loss whose targets have an element per logit: over class probabilities, or of elements.</summary>
internal sealed unsafe class DenseLoss(
    Type declaration,
    delegate*<ReadOnlySpan<float>, ReadOnlySpan<float>, int, double?, float> forward,
    delegate*<ReadOnlySpan<float>, ReadOnlySpan<float>, Span<float>, float, int, double?, float> forwardBackward) : DeclaredLoss(declaration)
{
    public override Inputs NewInputs(Case workload) => new Inputs<float>(workload);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Run(Inputs inputs, Case workload, Pass pass, long calls)
    {
        Inputs<float> typed = (Inputs<float>)inputs;
        ReadOnlySpan<float> logits = typed.Logits.Span, targets = typed.Probabilities!.Span;
        Span<float> gradient = typed.Gradient.Span;
        int positions = (int)workload.Positions;
        float loss = 0;
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
                loss = forwardBackward(logits, targets, gradient, 1, positions, null);
            }
        }

        return loss;
    }
}
