using BenchmarkDotNet.Running;
using Kernels;

// Single kernels, for whoever changes one: dotnet run -c Release --project benchmarks/Kernels -- --filter '*.ForwardBackward(ClassCount: 100*'
BenchmarkRunner.Run<KernelBenchmarks>(args: args);
