namespace Gen.CrossEntropy.Testing;

/// <summary>
/// The whole family in double precision, each loss written down from its definition with plain loops: what every kernel is compared with. It shares nothing with the generator.
/// </summary>
/// <remarks>
/// IEEE arithmetic decides what the definitions do not, with two exceptions: 0·ln 0 is 0 in an entropy, and a factor of a part that is not declared is not there, so that it does not make 0·∞ of an
/// excluded class.
/// </remarks>
public static class ReferenceLoss
{
    /// <summary>Losses, gradient and outputs of a batch. Of a softmax: its output, and the backward pass on that.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor the ignore index, or a probability is none.</exception>
    public static LossResult Compute(Declaration declaration, Batch batch) => declaration.Kind switch
    {
        LossKind.CrossEntropy => CrossEntropyReference.Compute(declaration, batch),
        LossKind.NLL => NLLReference.Compute(declaration, batch),
        LossKind.Softmax or LossKind.LogSoftmax => SoftmaxReference.Compute(declaration, batch),
        LossKind.Entropy => EntropyReference.Compute(declaration, batch),
        LossKind.BCE => ElementReference.Compute(declaration, batch, BCEReference.At),
        LossKind.BCEWithLogits => ElementReference.Compute(declaration, batch, BCEWithLogitsReference.At),
        LossKind.KLDiv => ElementReference.Compute(declaration, batch, declaration.LogTarget ? KLDivReference.AtLogTarget : KLDivReference.At),
        LossKind.MSE => ElementReference.Compute(declaration, batch, MSEReference.At),
        _ => throw new NotSupportedException($"No reference for {declaration.Kind}."),
    };

    /// <summary>The backward pass of a softmax whose output <see cref="Batch.Logits"/> holds.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double[] SoftmaxBackward(Declaration declaration, Batch batch) => SoftmaxReference.Backward(declaration, batch);
}
