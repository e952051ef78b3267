using System.Globalization;

namespace Gen.CrossEntropy.Simulator;

/// <summary>A synchronising call: what it is and where it is written.</summary>
/// <param name="Call">Its name.</param>
/// <param name="File">The file of the caller.</param>
/// <param name="Line">The line of the caller.</param>
internal readonly record struct CodePlace(string Call, string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Call} in line {Line}{(File.Length > 0 ? " of " + Path.GetFileName(File) : "")}");
}
