using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// What one call of a generated CPU kernel works on, as pointers: a block of consecutive samples of a batch, or of consecutive elements of an elementwise loss.
/// </summary>
/// <remarks>
/// A sample is a row of <c>[N, C]</c>, or one position of <c>[N, C, S]</c>. A kernel reads only the fields that its loss needs; the others are null or zero.
/// Generated code is the only intended reader. The block's sum of losses is what a kernel returns, in double precision.
/// </remarks>
/// <typeparam name="T">
/// The type that the kernel computes in. Elements that callers have in 16 bits are widened copies, and what the kernel writes for them is rounded afterwards; or they lie behind the pointers of what has an element
/// for each class of a sample as callers have them, for kernels that convert them.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Block<T>
    where T : unmanaged
{
    /// <summary>x: the input of class 0 of the block's first sample, or the block's first element.</summary>
    public T* Input;

    /// <summary>t: one class index per sample, already checked; -1 where the sample is ignored. Elements are <see cref="int"/> for 32-bit, <see cref="long"/> for 64-bit <typeparamref name="T"/>.</summary>
    public void* Targets;

    /// <summary>q or y: a target for each element of the input, laid out as it is.</summary>
    public T* DenseTargets;

    /// <summary>w: the class weights, one per class.</summary>
    public T* ClassWeights;

    /// <summary>v: w[t], one per sample; 0 where the sample is ignored.</summary>
    public T* TargetWeights;

    /// <summary>w: the weights of an elementwise loss, one per element.</summary>
    public T* Weights;

    /// <summary>v: the positive weights of an elementwise loss, one per element.</summary>
    public T* PosWeights;

    /// <summary>u: the upstream gradient, one per sample or per element of an elementwise loss (reduction none); of a softmax, laid out as the input is.</summary>
    public T* Upstream;

    /// <summary>l: where the losses go, one per sample or per element of an elementwise loss.</summary>
    public T* Losses;

    /// <summary>Where the log-sum-exps go, one per sample.</summary>
    public T* LogSumExps;

    /// <summary>Where the hits go, one per sample.</summary>
    public T* Hits;

    /// <summary>Where the entropies go, one per sample.</summary>
    public T* Entropies;

    /// <summary>dx: where the gradient goes, laid out as the input is; may be the memory of the input, and of a softmax that of the upstream gradient.</summary>
    public T* Gradient;

    /// <summary>y: where the result of a softmax goes, laid out as the input is; may be the memory of the input.</summary>
    public T* Output;

    /// <summary>g: the scalar upstream gradient divided by the reduction's divisor (all reductions but none).</summary>
    public T Scale;

    /// <summary>W = Σ_c w[c].</summary>
    public T WeightSum;

    /// <summary>The number of samples in the block; of an elementwise loss, of elements. Then every array may be read, and losses and gradient written, up to the next multiple of 16, and what lies beyond the count adds nothing to the sum.</summary>
    public nint Count;

    /// <summary>The distance in elements from one class to the next; 1 where samples are rows.</summary>
    public nint Stride;

    /// <summary>
    /// Whether what is written at every class goes past the caches: it is large, and not the memory of the input. Where samples are positions, every class of the block's begins on a cache line then, and the stride is
    /// whole lines; elements begin on one, and fill whole lines.
    /// </summary>
    public bool Streams;
}
