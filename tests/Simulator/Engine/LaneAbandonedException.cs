namespace Gen.CrossEntropy.Simulator;

/// <summary>Unwinds the lanes of a group of which one failed. Nobody sees it.</summary>
internal sealed class LaneAbandonedException : Exception;
