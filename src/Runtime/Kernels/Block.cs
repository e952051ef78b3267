using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// What one call of a generated CPU kernel works on: a block of consecutive samples of a batch, as pointers.
/// </summary>
/// <remarks>
/// A sample is a row of <c>[N, C]</c>, or one position of <c>[N, C, S]</c>. A kernel reads only the fields that its loss needs; the others are null or zero.
/// Generated code is the only intended reader. The block's sum of losses is what a kernel returns, in double precision.
/// </remarks>
/// <typeparam name="T">The element type of logits, probabilities, weights, losses and gradient.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Block<T>
    where T : unmanaged
{
    /// <summary>x: the logits of class 0 of the block's first sample.</summary>
    public T* Logits;

    /// <summary>t: one class index per sample, already checked; -1 where the sample is ignored. Elements are <see cref="int"/> for 32-bit, <see cref="long"/> for 64-bit <typeparamref name="T"/>.</summary>
    public void* Targets;

    /// <summary>q: the target probabilities, laid out as the logits are.</summary>
    public T* Probabilities;

    /// <summary>w: the class weights, one per class.</summary>
    public T* ClassWeights;

    /// <summary>v: w[t], one per sample; 0 where the sample is ignored.</summary>
    public T* TargetWeights;

    /// <summary>u: the upstream gradient, one per sample (reduction none).</summary>
    public T* Upstream;

    /// <summary>l: where the losses go, one per sample (reduction none).</summary>
    public T* Losses;

    /// <summary>dx: where the gradient goes, laid out as the logits are; may be the logits' own memory.</summary>
    public T* Gradient;

    /// <summary>g: the scalar upstream gradient divided by the reduction's divisor (reductions sum and mean).</summary>
    public T Scale;

    /// <summary>W = Σ_c w[c].</summary>
    public T WeightSum;

    /// <summary>The number of samples in the block.</summary>
    public nint Count;

    /// <summary>S: the distance in elements from one class to the next; 1 where samples are rows.</summary>
    public nint Stride;
}
