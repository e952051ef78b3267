using System.Numerics;
using System.Runtime.InteropServices;

namespace Digits.Learning;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019):
/// m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², θ ← θ - η·(m̂ / (√v̂ + ε) + λθ), where m̂ and v̂ divide by 1-β₁ᵗ and 1-β₂ᵗ.
/// </summary>
/// <param name="count">Number of parameters.</param>
/// <param name="weightDecay">λ, per step and unit of learning rate.</param>
internal sealed class AdamW(int count, float weightDecay)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Floor = 1e-8f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private int _steps;

    /// <summary>Moves every parameter one step against its gradient, with learning rate η.</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float learningRate)
    {
        _steps++;
        // The corrections of m̂ and v̂ go into the step and the floor, so that the loop has one division and one root.
        float correction = MathF.Sqrt(1 - MathF.Pow(SecondDecay, _steps));
        float step = learningRate * correction / (1 - MathF.Pow(FirstDecay, _steps));
        float floor = Floor * correction;
        float keep = 1 - (learningRate * weightDecay);

        // Whole vectors first; the same formula with a vector of one lane would need its own text, so the rest is the scalar loop below.
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(_mean.AsSpan());
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(_square.AsSpan());
        for (int i = 0; i < wide.Length; i++)
        {
            m[i] = (m[i] * FirstDecay) + (g[i] * (1 - FirstDecay));
            v[i] = (v[i] * SecondDecay) + (g[i] * g[i] * (1 - SecondDecay));
            wide[i] = (wide[i] * keep) - (m[i] * step / (Vector.SquareRoot(v[i]) + new Vector<float>(floor)));
        }

        for (int i = wide.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            _mean[i] = (_mean[i] * FirstDecay) + (gradient[i] * (1 - FirstDecay));
            _square[i] = (_square[i] * SecondDecay) + (gradient[i] * gradient[i] * (1 - SecondDecay));
            parameters[i] = (parameters[i] * keep) - (_mean[i] * step / (MathF.Sqrt(_square[i]) + floor));
        }
    }
}
