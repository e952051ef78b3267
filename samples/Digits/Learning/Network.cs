using System.Numerics;

namespace Digits.Learning;

/// <summary>
/// A perceptron with one hidden layer: h = max(0, x·W₁ + b₁), logits = h·W₂ + b₂. All parameters lie in one array, in the order W₁ [inputs, hidden],
/// b₁ [hidden], W₂ [hidden, classes], b₂ [classes], and their gradients in another of the same order.
/// </summary>
/// <typeparam name="T">float to train with; double lets a test compare the gradients with finite differences.</typeparam>
internal sealed class Network<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _classes;
    private readonly T[] _parameters;
    private readonly T[] _gradient;
    private readonly T[] _transposedWeights;

    // Hidden values and their gradients, [rows, hidden], of the latest batch; grown to the largest batch seen.
    private T[] _activations = [];
    private T[] _activationGradient = [];

    /// <summary>Makes the layers, all biases 0 and the weights normal with variance 2 / fan-in (He), which keeps the scale of a rectified signal.</summary>
    public Network(int inputs, int hidden, int classes, Random random)
    {
        _inputs = inputs;
        _hidden = hidden;
        _classes = classes;
        _parameters = new T[(inputs * hidden) + hidden + (hidden * classes) + classes];
        _gradient = new T[_parameters.Length];
        _transposedWeights = new T[hidden * classes];
        FillNormal(HiddenWeights(_parameters), Math.Sqrt(2.0 / inputs), random);
        FillNormal(OutputWeights(_parameters), Math.Sqrt(2.0 / hidden), random);
    }

    /// <summary>All weights and biases, in the order that the type describes.</summary>
    public Span<T> Parameters => _parameters;

    /// <summary>∂loss/∂parameter of the latest <see cref="Backward"/>, in the order of <see cref="Parameters"/>.</summary>
    public ReadOnlySpan<T> Gradient => _gradient;

    /// <summary>Computes the logits [N, classes] of the rows of <paramref name="x"/> [N, inputs], and keeps what <see cref="Backward"/> needs.</summary>
    public void Forward(ReadOnlySpan<T> x, Span<T> logits)
    {
        int rows = x.Length / _inputs;
        Grow(rows);
        Span<T> h = _activations.AsSpan(0, rows * _hidden);
        MatrixKernels.Affine(x, HiddenWeights(_parameters), HiddenBias(_parameters), h);
        for (int i = 0; i < h.Length; i++)
        {
            h[i] = T.Max(h[i], T.Zero);
        }

        MatrixKernels.Affine(h, OutputWeights(_parameters), OutputBias(_parameters), logits);
    }

    /// <summary>
    /// Computes <see cref="Gradient"/> from ∂loss/∂logits [N, classes], for the same <paramref name="x"/> [N, inputs] that <see cref="Forward"/> just saw.
    /// </summary>
    public void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> logitsGradient)
    {
        int rows = x.Length / _inputs;
        ReadOnlySpan<T> h = _activations.AsSpan(0, rows * _hidden);
        Span<T> dh = _activationGradient.AsSpan(0, rows * _hidden);
        Array.Clear(_gradient);

        MatrixKernels.AddTransposedProduct(h, logitsGradient, OutputWeights(_gradient), rows, _hidden, _classes);
        MatrixKernels.AddColumnSums(logitsGradient, OutputBias(_gradient));

        dh.Clear();
        MatrixKernels.Transpose(OutputWeights(_parameters), _transposedWeights, _hidden, _classes);
        MatrixKernels.AddProduct(logitsGradient, _transposedWeights, dh, rows, _classes, _hidden);
        for (int i = 0; i < dh.Length; i++)
        {
            dh[i] = h[i] > T.Zero ? dh[i] : T.Zero;
        }

        MatrixKernels.AddTransposedProduct(x, dh, HiddenWeights(_gradient), rows, _inputs, _hidden);
        MatrixKernels.AddColumnSums(dh, HiddenBias(_gradient));
    }

    private Span<T> HiddenWeights(T[] values) => values.AsSpan(0, _inputs * _hidden);

    private Span<T> HiddenBias(T[] values) => values.AsSpan(_inputs * _hidden, _hidden);

    private Span<T> OutputWeights(T[] values) => values.AsSpan((_inputs + 1) * _hidden, _hidden * _classes);

    private Span<T> OutputBias(T[] values) => values.AsSpan(values.Length - _classes);

    private void Grow(int rows)
    {
        if (_activations.Length < rows * _hidden)
        {
            _activations = new T[rows * _hidden];
            _activationGradient = new T[rows * _hidden];
        }
    }

    // Box and Muller: two uniform numbers give a normal one.
    private static void FillNormal(Span<T> weights, double deviation, Random random)
    {
        foreach (ref T weight in weights)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            weight = T.CreateTruncating(deviation * radius * Math.Cos(Math.Tau * random.NextDouble()));
        }
    }
}
