using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>A rule that a declaration breaks.</summary>
/// <param name="Id">One of <see cref="RuleIds"/>.</param>
/// <param name="Site">The part of the declaration that is at fault.</param>
/// <param name="Arguments">What the message's placeholders stand for, formatted with the invariant culture.</param>
internal sealed record Violation(string Id, Site Site, EquatableArray<string> Arguments);

/// <summary>A place in a declaration, by name, so that rules need no syntax.</summary>
/// <param name="Kind">What is named.</param>
/// <param name="Name">The argument's or the member's name; empty for the other kinds.</param>
/// <param name="Element">The element's index where one element of an array argument is meant.</param>
internal sealed record Site(SiteKind Kind, string Name = "", int? Element = null)
{
    /// <summary>The identifier of the class.</summary>
    public static Site Class { get; } = new(SiteKind.Class);

    /// <summary>The whole attribute.</summary>
    public static Site Attribute { get; } = new(SiteKind.Attribute);

    /// <summary>An argument of the attribute, by the name of its parameter or property.</summary>
    public static Site Argument(string name, int? element = null) => new(SiteKind.Argument, name, element);

    /// <summary>The user's members of this name.</summary>
    public static Site Member(string name) => new(SiteKind.Member, name);
}

/// <summary>Kinds of <see cref="Site"/>.</summary>
internal enum SiteKind
{
    Class,
    Attribute,
    Argument,
    Member,
}
