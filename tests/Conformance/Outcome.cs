using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Conformance;

/// <summary>What a case came to.</summary>
/// <param name="Name">The case.</param>
internal abstract record Outcome(string Name);

/// <summary>The loss, the gradient and what else the case asks for.</summary>
internal sealed record Answered(string Name, LossResult Result, bool Scalar) : Outcome(Name);

/// <summary>A diagnostic refused the declaration, or an exception meant for the caller refused the call.</summary>
internal sealed record Refused(string Name, string Text) : Outcome(Name);

/// <summary>The library is at fault: the generator threw, the code does not compile, a call crashed, two passes disagree, something was overwritten. Or the case cannot be read.</summary>
internal sealed record Failed(string Name, string Text) : Outcome(Name);

/// <summary>A file, or something in it, that is not a case: it has no name to answer under.</summary>
internal sealed record Unreadable(string Name, string Text) : Outcome(Name);
