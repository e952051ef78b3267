using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>What the rules make of a declaration.</summary>
/// <param name="Spec">The declaration in canonical form; null if it breaks a rule that is an error or if the compiler already refuses it.</param>
/// <param name="Violations">The broken rules, of the class first, then of the arguments, then of the members.</param>
internal sealed record CheckedDeclaration(LossSpec? Spec, EquatableArray<Violation> Violations);

/// <summary><see cref="LossDeclaration"/> → <see cref="LossSpec"/> or violations. Pure: no symbol, no syntax.</summary>
internal static class DeclarationRules
{
    /// <summary>Checks the rules that depend on the declaration alone.</summary>
    public static CheckedDeclaration Check(LossDeclaration declaration)
    {
        // The compiler refuses the attribute on anything but a class, in words that need no addition.
        if (!declaration.Shape.IsClass)
        {
            return new CheckedDeclaration(null, default);
        }

        Findings findings = new();
        if (declaration.EarlierLoss is { } earlier)
        {
            // The first application stands for the class; the rules would only repeat what they say of it.
            findings.Refuse(RuleIds.SecondLoss, Site.Attribute, declaration.Type.Name, earlier);
            return new CheckedDeclaration(null, findings.Violations);
        }

        ClassRules.CheckShape(declaration, findings);
        OptionRules.Check(declaration, findings);
        WeightRules.Check(declaration.Arguments, findings);
        TermRules.Check(declaration.Arguments, findings);
        ClassRules.CheckMembers(declaration, findings);
        return new CheckedDeclaration(findings.Refused ? null : SpecBuilder.Build(declaration), findings.Violations);
    }

    /// <summary>Checks what the project must allow before anything can be generated for the class, and whether it has what the class asks for.</summary>
    public static EquatableArray<Violation> Check(LossDeclaration declaration, CompilationFacts facts)
    {
        Findings findings = new();
        if (declaration.Shape.IsClass && declaration.EarlierLoss is null)
        {
            findings.RefuseIf(!facts.LanguageVersionSupported, RuleIds.LanguageVersion, Site.Class, declaration.Type.Name);
            findings.RefuseIf(!facts.UnsafeAllowed, RuleIds.UnsafeBlocks, Site.Class, declaration.Type.Name);
            findings.RefuseIf(declaration.Arguments.Gpu == true && !facts.HasIlgpu, RuleIds.GpuPackage, Site.Argument(ArgumentNames.Gpu), declaration.Type.Name);
        }

        return findings.Violations;
    }

    /// <summary>Whether the project allows what generated code needs; <see cref="Check(LossDeclaration, CompilationFacts)"/> says what is missing.</summary>
    public static bool CanGenerate(CompilationFacts facts) => facts.LanguageVersionSupported && facts.UnsafeAllowed;
}
