using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What a call of a generated GPU kernel works on: all samples of a batch, or all elements of an elementwise loss, in the device's memory.</summary>
/// <remarks>
/// A sample is a row of <c>[N, C]</c>, or one position of <c>[N, C, S]</c>. A kernel reads only the fields that its loss needs; views that it does not need are empty. Views begin on a boundary of 16 bytes.
/// Generated code is the only intended reader.
/// </remarks>
/// <typeparam name="T">How elements of what has an element for each class of a sample are stored: <see cref="float"/>, <see cref="double"/>, or <see cref="ushort"/> for the bits of 16-bit types.</typeparam>
/// <typeparam name="TReal">The type that the kernel computes in, and the element type of all else.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct GpuBlock<T, TReal>
    where T : unmanaged
    where TReal : unmanaged
{
    /// <summary>x.</summary>
    public ArrayView<T> Input;

    /// <summary>q or y: a target for each element of the input, laid out as it is.</summary>
    public ArrayView<T> Dense;

    /// <summary>u, laid out as the input is: of a softmax, and of an elementwise loss (reduction none).</summary>
    public ArrayView<T> ClassUpstream;

    /// <summary>dx: where the gradient goes, laid out as the input is; may be the memory of the input or of <see cref="ClassUpstream"/>.</summary>
    public ArrayView<T> Gradient;

    /// <summary>y: where the result of a softmax goes, laid out as the input is; may be the memory of the input.</summary>
    public ArrayView<T> Output;

    /// <summary>w: the weights of an elementwise loss. Element i has w[(i / <see cref="WeightStride"/>) mod length].</summary>
    public ArrayView<T> Weights;

    /// <summary>v: the positive weights of an elementwise loss. Element i has v[(i / <see cref="PosWeightStride"/>) mod length].</summary>
    public ArrayView<T> PosWeights;

    /// <summary>l: where the losses of elements go (reduction none).</summary>
    public ArrayView<T> ElementLosses;

    /// <summary>t: one class index per sample, already checked; -1 where the sample is ignored.</summary>
    public ArrayView<int> Targets;

    /// <summary>w: the class weights, one per class.</summary>
    public ArrayView<TReal> ClassWeights;

    /// <summary>u: the upstream gradient of each sample (reduction none).</summary>
    public ArrayView<TReal> SampleUpstream;

    /// <summary>l: where the losses go, one per sample.</summary>
    public ArrayView<TReal> Losses;

    /// <summary>Where the log-sum-exps go, one per sample.</summary>
    public ArrayView<TReal> LogSumExps;

    /// <summary>Where the hits go, one per sample.</summary>
    public ArrayView<TReal> Hits;

    /// <summary>Where the entropies go, one per sample.</summary>
    public ArrayView<TReal> Entropies;

    /// <summary>[0]: g, the scalar upstream gradient divided by the reduction's divisor (all reductions but none). [1]: W = Σ_c w[c].</summary>
    public ArrayView<TReal> Numbers;

    /// <summary>Where the sum of the losses of each group of threads goes, at the group's index in the grid (<see cref="GpuKernel{T, TReal}.SumsLosses"/>).</summary>
    public ArrayView<double> Sums;

    /// <summary>[0]: not 0 where the call is refused; then a kernel writes nothing.</summary>
    public ArrayView<int> Refusal;

    /// <summary>The number of samples; of an elementwise loss, of elements.</summary>
    public long Count;

    /// <summary>The distance in elements from one class to the next, which is S, the number of positions; 1 where samples are rows.</summary>
    public long Stride;

    /// <summary>The elements in a row that share a weight: at least 1.</summary>
    public long WeightStride;

    /// <summary>The elements in a row that share a positive weight: at least 1.</summary>
    public long PosWeightStride;
}
