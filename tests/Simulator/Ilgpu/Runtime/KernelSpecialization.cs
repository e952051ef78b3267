namespace ILGPU.Runtime;

/// <summary>What a kernel is compiled for.</summary>
/// <param name="MaxNumThreadsPerGroup">The most lanes of a group.</param>
/// <param name="MinNumGroupsPerMultiprocessor">How many groups a multiprocessor is to have room for. The simulator only checks that it could.</param>
public readonly record struct KernelSpecialization(int? MaxNumThreadsPerGroup, int? MinNumGroupsPerMultiprocessor);
