namespace Gen.CrossEntropy.Testing;

/// <summary>The losses that can be declared.</summary>
public enum LossKind
{
    /// <summary><see cref="CrossEntropyLossAttribute"/>.</summary>
    CrossEntropy,
}
