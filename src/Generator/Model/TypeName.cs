namespace Gen.CrossEntropy.Generator.Model;

/// <summary>A declared class by name: enough to write another part of it.</summary>
/// <param name="Namespace">Dotted; empty for the global namespace. Keywords are escaped.</param>
/// <param name="ContainingTypes">Outermost first.</param>
/// <param name="Name">The class's own name; escaped if it is a keyword.</param>
internal sealed record TypeName(string Namespace, EquatableArray<ContainingType> ContainingTypes, string Name)
{
    /// <summary>The metadata name, which no other type of the assembly has: <c>Namespace.Outer+Name</c>.</summary>
    public string FullName =>
        (Namespace.Length == 0 ? "" : Namespace + ".") + string.Concat(ContainingTypes.Select(t => t.Name + "+")) + Name;
}

/// <summary>A type around the declared class.</summary>
/// <param name="Keywords"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>record</c> or <c>record struct</c>.</param>
/// <param name="Name">Its name; escaped if it is a keyword.</param>
internal sealed record ContainingType(string Keywords, string Name);
