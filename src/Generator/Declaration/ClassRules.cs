using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Rules about the class that carries the attribute: another part of it must be writable.</summary>
internal static class ClassRules
{
    /// <summary>Checks what kind of class it is, and where.</summary>
    public static void CheckShape(LossDeclaration declaration, Findings findings)
    {
        ClassShape shape = declaration.Shape;
        string name = declaration.Type.Name;
        findings.RefuseIf(shape.IsRecord, RuleIds.Record, Site.Class, name);
        findings.RefuseIf(!shape.IsPartial && !shape.IsRecord, RuleIds.NotPartial, Site.Class, name);
        findings.RefuseIf(shape.IsStatic, RuleIds.Static, Site.Class, name);
        foreach (ContainingType container in shape.NotPartialContainers)
        {
            findings.Refuse(RuleIds.ContainingTypeNotPartial, Site.Class, container.Name, name, container.Keywords);
        }

        findings.RefuseIf(shape.GenericType is not null, RuleIds.Generic, Site.Class, name, shape.GenericType ?? "");
        findings.RefuseIf(shape.FileLocalType is not null, RuleIds.FileLocal, Site.Class, name, shape.FileLocalType ?? "");
        findings.RefuseIf(GeneratedMembers.Reserve(name), RuleIds.ClassNamedAsMember, Site.Class, name);
    }

    /// <summary>Checks the names of the user's members.</summary>
    public static void CheckMembers(LossDeclaration declaration, Findings findings)
    {
        foreach (string name in declaration.MemberNames)
        {
            // Constructors and the like have names that no rule reserves.
            findings.RefuseIf(GeneratedMembers.Reserve(name), RuleIds.ReservedMember, Site.Member(name), declaration.Type.Name, name);
        }
    }
}
