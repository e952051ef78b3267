namespace Gen.CrossEntropy.Generator;

/// <summary>The names of the pipeline's steps, by which tests ask what was run again.</summary>
internal static class TrackingNames
{
    public const string Specs = nameof(Specs);
    public const string Facts = nameof(Facts);
    public const string AmbiguousNames = nameof(AmbiguousNames);
    public const string Files = nameof(Files);
}
