using System.Globalization;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>
/// Names of generated files. The compiler compares them without case, C# compares type names with it: types that differ only in case get a number from their exact name.
/// </summary>
internal static class HintNames
{
    /// <summary>The full names that another one equals but for case.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> fullNames) => new(fullNames
        .Distinct(StringComparer.Ordinal)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal));

    /// <summary>A file's name, without an ending, for the type of the given name.</summary>
    public static string Of(string fullName, EquatableArray<string> ambiguous)
    {
        string name = fullName.Replace("@", "");
        return ambiguous.Contains(fullName) ? $"{name}-{Hash(fullName)}" : name;
    }

    /// <summary>FNV-1a, which unlike string.GetHashCode is the same everywhere.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
