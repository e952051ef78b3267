namespace Gen.CrossEntropy.Generator.Tests.Support;

/// <summary>Files of the repository that tests read in place.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Directory.Packages.props.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No repository around {AppContext.BaseDirectory}.");
    }
}
