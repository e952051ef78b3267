using System.Security.Cryptography;
using System.Text;

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// What was compiled, kept beside the tests' program: the runs under the switches of vectors take what the run without them compiled, instead of compiling it again in a slower process.
/// Images of an earlier generator, runtime or test library are thrown away.
/// </summary>
internal static class CompiledImages
{
    private static readonly Lazy<string> Folder = new(Open);

    /// <summary>The image of texts, or null.</summary>
    /// <param name="key">The texts.</param>
    /// <param name="only">The only width wanted; an image with all of them has it too.</param>
    public static byte[]? Find(Key key, VectorWidth? only) =>
        ((VectorWidth?[])[only, null]).Distinct().Select(width => FileOf(key, width)).FirstOrDefault(File.Exists) is { } file ? File.ReadAllBytes(file) : null;

    /// <summary>Keeps an image. Another process may find it at any moment, so it appears whole.</summary>
    /// <param name="key">The texts.</param>
    /// <param name="only">The only width that is in it; null for all.</param>
    /// <param name="image">The assembly.</param>
    public static void Keep(Key key, VectorWidth? only, byte[] image)
    {
        string file = FileOf(key, only), whole = $"{file}.{Environment.ProcessId}";
        File.WriteAllBytes(whole, image);
        File.Move(whole, file, overwrite: true);
    }

    private static string FileOf(Key key, VectorWidth? only) => Path.Combine(Folder.Value, $"{key.Name}.{(only is { } width ? width : "all")}.dll");

    private static string Open()
    {
        string all = Path.Combine(AppContext.BaseDirectory, "compiled");
        string stamp = new Key(((string[])["Gen.CrossEntropy.Generator", "Gen.CrossEntropy", "Gen.CrossEntropy.Testing"])
            .Select(name => System.Reflection.Assembly.Load(name).ManifestModule.ModuleVersionId.ToString())).Name;
        string folder = Path.Combine(all, stamp[..16]);
        if (Directory.Exists(all) && !Directory.Exists(folder))
        {
            Directory.Delete(all, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Texts, by their digest.</summary>
    internal readonly struct Key(IEnumerable<string> texts)
    {
        /// <summary>The digest, fit for a file's name.</summary>
        public string Name { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))))[..40];
    }
}
