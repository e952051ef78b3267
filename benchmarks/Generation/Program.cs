using BenchmarkDotNet.Running;
using Generation;

// What a declaration costs at build time and while somebody types: dotnet run -c Release --project benchmarks/Generation
BenchmarkRunner.Run<GeneratorBenchmarks>(args: args);
