namespace Gen.CrossEntropy.Simulator;

/// <summary>A fault that a device would answer with a wrong result, a hang or a dead process: one sentence that says what, where and by which lanes.</summary>
public sealed class SimulatorException : Exception
{
    /// <param name="message">The fault in a sentence.</param>
    public SimulatorException(string message)
        : base(message)
    {
    }

    /// <param name="message">The fault in a sentence.</param>
    /// <param name="innerException">What the kernel threw.</param>
    public SimulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
