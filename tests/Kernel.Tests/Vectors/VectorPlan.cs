using Gen.CrossEntropy.Testing;
using Gen.CrossEntropy.Testing.Vectors;

namespace Gen.CrossEntropy.Kernel.Tests.Vectors;

/// <summary>One call of a worked case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Declaration">What is called.</param>
/// <param name="IndexType">What class indices are passed as: all three have their own way to the same kernel.</param>
internal sealed record VectorCall(VectorCase Case, Declaration Declaration, IndexType IndexType)
{
    /// <summary>What is compiled for it.</summary>
    public (Declaration Declaration, CalledLayouts Layout) Called => (Declaration, Declaration.IsElementwise ? CalledLayouts.All : Case.Positions > 1 ? CalledLayouts.Positions : CalledLayouts.Rows);
}

/// <summary>
/// Which element type a case is run with, and where its class weights come from. Compiling a declaration costs more than all its calls: where nearly every case has a declaration of its own, the element
/// types share the cases; where many cases share one, each is run with both.
/// </summary>
internal static class VectorPlan
{
    private const int ManyPerDeclaration = 5;

    /// <summary>The files, by name.</summary>
    public static IEnumerable<string> Files => VectorFile.Committed.Select(path => Path.GetFileName(path));

    /// <summary>The cases of a file.</summary>
    public static IReadOnlyList<VectorCase> Cases(string file) => VectorFile.Read(VectorFile.Committed.Single(path => Path.GetFileName(path) == file));

    /// <summary>The calls of a file's cases with an element type.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="turn">Which of those that share the declarations this is: 0, 1, ….</param>
    /// <param name="sharedBy">How many share them; null for two, or for one where many cases have the same.</param>
    public static VectorCall[] Calls(string file, DType dtype, int turn, int? sharedBy = null)
    {
        (VectorCase Case, Declaration Key)[] cases = [.. Cases(file).Where(IsDeclarable).Select(c => (c, c.Declaration(dtype, weightsPerCall: false)))];
        Declaration[] distinct = [.. cases.Select(c => c.Key).Distinct()];
        Dictionary<Declaration, int> ordinals = distinct.Select((key, i) => (key, i)).ToDictionary(p => p.key, p => p.i);
        int parts = sharedBy ?? (cases.Length >= ManyPerDeclaration * distinct.Length ? 1 : 2);
        return
        [
            .. cases.Select((c, i) => (c.Case, Ordinal: ordinals[c.Key], Index: i)).Where(c => parts == 1 || c.Ordinal % parts == turn)
                .Select(c => new VectorCall(c.Case, c.Case.Declaration(dtype, weightsPerCall: c.Ordinal / 2 % 2 == 0), (IndexType)(c.Index % 3))),
        ];
    }

    // An axis that an input does not have cannot be said at all.
    private static bool IsDeclarable(VectorCase truth)
    {
        try
        {
            return truth.ClassCount >= 0;
        }
        catch (ArgumentException) when (truth.MustRefuse)
        {
            return false;
        }
    }
}
