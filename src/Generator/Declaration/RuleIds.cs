namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>The id of every rule about a declaration. An id, once released, keeps its meaning.</summary>
internal static class RuleIds
{
    public const string NotPartial = "GCE0001";
    public const string ContainingTypeNotPartial = "GCE0002";
    public const string Generic = "GCE0003";
    public const string Static = "GCE0004";
    public const string Record = "GCE0005";
    public const string FileLocal = "GCE0006";
    public const string LanguageVersion = "GCE0007";
    public const string UnsafeBlocks = "GCE0008";
    public const string ClassCount = "GCE0009";
    public const string ClassWeightsLength = "GCE0010";
    public const string ClassWeightsValue = "GCE0011";
    public const string TwoSourcesOfClassWeights = "GCE0012";
    public const string LabelSmoothing = "GCE0013";
    public const string IgnoreIndexWithProbabilities = "GCE0014";
    public const string UnusedIgnoreIndex = "GCE0015";
    public const string EnumValue = "GCE0016";
    public const string SecondLoss = "GCE0017";
    public const string ReservedMember = "GCE0018";
    public const string ClassNamedAsMember = "GCE0019";
    public const string IgnoreIndexNeverMatches = "GCE0020";
    public const string IntegerDivision = "GCE0021";
    public const string OptionRange = "GCE0022";
    public const string NeedsClassIndices = "GCE0023";
    public const string RedundantLosses = "GCE0024";
    public const string BatchMean = "GCE0025";
    public const string TwoSourcesOfPosWeights = "GCE0026";
    public const string GpuPackage = "GCE0027";
}
