using System.Reflection;
using System.Text;

namespace Digits.Report;

/// <summary>The declaration of the loss and the files that the generator made from it.</summary>
/// <param name="Declaration">The text of DigitLoss.cs.</param>
/// <param name="Files">The generated files by name, in ordinal order; empty if the program was moved away from them.</param>
internal sealed record GeneratedCode(string Declaration, IReadOnlyList<(string Name, string Text)> Files)
{
    /// <summary>Reads the declaration out of the program and the generated files from the folder that the build puts beside it.</summary>
    public static GeneratedCode Load()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "generated");
        string[] paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.cs") : [];
        Array.Sort(paths, StringComparer.Ordinal);
        return new GeneratedCode(ReadResource("DigitLoss.cs"), [.. paths.Select(path => (Path.GetFileName(path), File.ReadAllText(path)))]);
    }

    /// <summary>The text of a file that was built into the program.</summary>
    public static string ReadResource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
