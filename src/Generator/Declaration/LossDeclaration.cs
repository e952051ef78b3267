using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>One application of a loss attribute as it is written: no value is checked, none is replaced by its default. Free of symbols and equal by value.</summary>
/// <param name="Type">The class that carries the attribute.</param>
/// <param name="Kind">Which attribute.</param>
/// <param name="Shape">What kind of class it is.</param>
/// <param name="Arguments">The attribute's arguments.</param>
/// <param name="MemberNames">Names of the members that the user wrote, in source order, each once.</param>
/// <param name="EarlierLoss">The loss attribute, without its suffix, that the class already carries; null where this application is the class's first.</param>
internal sealed record LossDeclaration(
    TypeName Type,
    LossKind Kind,
    ClassShape Shape,
    LossArguments Arguments,
    EquatableArray<string> MemberNames,
    string? EarlierLoss);

/// <summary>The facts about a class that decide whether another part of it can be written.</summary>
/// <param name="IsClass">A class or a record class, which is all that the attribute may be put on.</param>
/// <param name="IsRecord">A record.</param>
/// <param name="IsPartial">At least one part says <c>partial</c>; where another one does not, the compiler says so.</param>
/// <param name="IsStatic">A static class.</param>
/// <param name="FileLocalType">The name of the type that is file-local: this one or one around it; null if none is.</param>
/// <param name="GenericType">The name of the type that has type parameters: this one or one around it; null if none has.</param>
/// <param name="NotPartialContainers">The types around the class that do not say <c>partial</c>, outermost first.</param>
internal sealed record ClassShape(
    bool IsClass,
    bool IsRecord,
    bool IsPartial,
    bool IsStatic,
    string? FileLocalType,
    string? GenericType,
    EquatableArray<ContainingType> NotPartialContainers);
