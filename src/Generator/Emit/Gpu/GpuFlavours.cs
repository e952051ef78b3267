namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>
/// What a kernel leaves to the device that runs it, as type parameters: a struct for each costs nothing, since devices compile every choice of them on its own.
/// </summary>
/// <param name="Exchange">Whether its threads exchange values: by shuffles, or in shared memory.</param>
/// <param name="Numbers">Whether it takes powers of two, or converts elements of 16 bits: by an instruction, or without.</param>
internal sealed record GpuFlavours(bool Exchange, bool Numbers)
{
    /// <summary>The type parameters of the method.</summary>
    public string Parameters => Arguments("TReduction", "TNumbers");

    /// <summary>What they have to be.</summary>
    public IEnumerable<string> Constraints => Both("where TReduction : struct, IRowReduction", "where TNumbers : struct, IGpuNumbers");

    /// <summary>The variables by which the method calls them.</summary>
    public IEnumerable<string> Locals => Both("TReduction reduction = default;", "TNumbers numbers = default;");

    /// <summary>What the type parameters mean, for those who read a file.</summary>
    public IEnumerable<string> Comments => Both(
        "// TReduction: how threads exchange values; by shuffles, or in shared memory where there are none.",
        "// TNumbers: powers of two and elements of 16 bits; by instructions that NVIDIA's cards have from Ampere on, or without.");

    /// <summary>What the text of a method calls.</summary>
    public static GpuFlavours UsedIn(string text) => new(text.Contains("reduction."), text.Contains("numbers."));

    /// <summary>The method for NVIDIA's cards that have all instructions; null where it is the one with shuffles.</summary>
    public string? OnAmpere(string method) => Numbers ? method + Arguments("ShuffleReduction", "AmpereNumbers") : null;

    /// <summary>The method for other devices whose threads have shuffles.</summary>
    public string WithShuffles(string method) => method + Arguments("ShuffleReduction", "PortableNumbers");

    /// <summary>The method for devices without.</summary>
    public string WithSharedMemory(string method) => method + Arguments("SharedReduction", "PortableNumbers");

    private string Arguments(string exchange, string numbers)
    {
        string arguments = string.Join(", ", Both(exchange, numbers));
        return arguments.Length == 0 ? "" : $"<{arguments}>";
    }

    private IEnumerable<string> Both(string exchange, string numbers) => [.. Exchange ? [exchange] : (string[])[], .. Numbers ? [numbers] : (string[])[]];
}
