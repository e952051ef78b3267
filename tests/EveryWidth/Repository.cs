using System.Runtime.CompilerServices;

namespace EveryWidth;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root([CallerFilePath] string thisFile = "")
    {
        // The path that the compiler saw; where the build made it relative to nothing, the working directory or one of its parents.
        foreach (string start in (string[])[Path.GetDirectoryName(thisFile) ?? "", Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (DirectoryInfo? folder = start.Length == 0 ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Gen.CrossEntropy.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("Gen.CrossEntropy.sln is in none of the folders above the working directory.");
    }
}
