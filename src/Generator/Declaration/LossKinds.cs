using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>What declarations of a kind have.</summary>
internal static class LossKinds
{
    /// <summary>Whether a sample is a row of classes; otherwise each element is a sample.</summary>
    public static bool HasClasses(LossKind kind) => kind is not (LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE);
}
