using System.Text;

namespace Digits.Report;

/// <summary>The place that the report is written to.</summary>
internal static class ReportFile
{
    /// <summary>Tries the path before the training rather than after it. Null if it can be written, else the reason as a sentence.</summary>
    public static string? WhyNotWritable(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            bool existed = File.Exists(full);
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? full);
            File.Open(full, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!existed)
            {
                File.Delete(full);
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return failure.Message;
        }
    }

    /// <summary>Writes the text as UTF-8 and returns the full path.</summary>
    public static string Write(string path, string text)
    {
        string full = Path.GetFullPath(path);
        File.WriteAllText(full, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return full;
    }
}
