using System.Globalization;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Collects the rules that a declaration breaks, in the order in which they are found.</summary>
internal sealed class Findings
{
    private readonly List<Violation> _violations = [];

    /// <summary>Whether a broken rule is an error.</summary>
    public bool Refused { get; private set; }

    /// <summary>What was found.</summary>
    public EquatableArray<Violation> Violations => new(_violations);

    /// <summary>A number as messages have it.</summary>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as messages have it.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A broken rule that is an error.</summary>
    public void Refuse(string id, Site site, params string[] arguments)
    {
        Refused = true;
        Warn(id, site, arguments);
    }

    /// <summary>The same, if it is broken.</summary>
    public void RefuseIf(bool broken, string id, Site site, params string[] arguments)
    {
        if (broken)
        {
            Refuse(id, site, arguments);
        }
    }

    /// <summary>A broken rule that is a warning.</summary>
    public void Warn(string id, Site site, params string[] arguments) => _violations.Add(new Violation(id, site, new(arguments)));
}
