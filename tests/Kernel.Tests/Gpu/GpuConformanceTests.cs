using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>GPU kernels against the interpreter: every regime and grid, every option and term of a thread that has a sample and of threads that share one, and the family; in every element type.</summary>
public sealed class GpuConformanceTests
{
    /// <summary>A row for each thread; threads that share a row, and of positions one for each, in loops.</summary>
    private static readonly int[] ClassCounts = [10, 41];

    public static TheoryData<string, DType> Runs => GpuSuite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryRegime_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[1, 31, 32, 33, 100, 264, 1024, 1025, 1032, 4097, 4104, 8200, 9001]).Select((c, i) => OptionMatrix.At((c * 23) + i, c, dtype))], BatchesOf);

    /// <summary>Numbers of samples about those of a group, and more than a grid takes at once: each group goes on by steps of the grid then.</summary>
    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EverySampleCount_AgreesWithTheInterpreter(string device, DType dtype)
    {
        Declaration of = new(1) { DType = dtype };
        GpuSuite.Check(
            device,
            [
                of with { ClassCount = 3, Reduction = Reduction.None, LabelSmoothing = 0.1 },
                of with { ClassCount = 31, Reduction = Reduction.Sum, Target = TargetKind.ClassProbabilities },
                of with { ClassCount = 8, ClassWeightsPerCall = true, Outputs = LossOutputs.Losses | LossOutputs.LogSumExp },
                of with { ClassCount = 8, Kind = LossKind.Softmax },
                of with { ClassCount = 41 },
                of with { ClassCount = 9001, ClassWeightsPerCall = true },
                of with { ClassCount = 9001, Kind = LossKind.LogSoftmax },
                of with { Kind = LossKind.MSE },
                of with { Kind = LossKind.BCEWithLogits, Reduction = Reduction.None, WeightsPerCall = true },
            ],
            CountsOf);

        static IEnumerable<Batch> CountsOf(Declaration declaration)
        {
            if (declaration.IsElementwise)
            {
                const int Grid = GpuRegimeTable.ElementThreads * GpuRegimeTable.ElementsTogether * GpuRegimeTable.ElementGroups;
                return declaration.WeightsPerCall
                    ? [Batches.Of(declaration, Grid + 300, seed: 4)]
                    : ((int[])[1, 256, 257, 1000, Grid + 300]).Select(n => Batches.Of(declaration, n, seed: 4));
            }

            int group = GpuPlanner.Plan(Specs.Of(declaration), SampleLayout.Positions).SamplesPerGroup;
            return declaration.ClassCount switch
            {
                // Emulated devices have one multiprocessor.
                > 1000 => [Batches.Of(declaration, GpuRegimeTable.StreamGroups + 2, seed: 4)],

                // And more rows than a multiprocessor has groups: with shuffles, each group has four then, the last one fewer.
                > GpuRegimeTable.ThreadPerSample => [Batches.Of(declaration, 1, seed: 4), Batches.Of(declaration, 38, seed: 4), Batches.Of(declaration, 2, group + 3, seed: 5)],
                _ => [.. ((int[])[1, group - 1, group, (2 * group) + 5]).Select(n => Batches.Of(declaration, n, indexType: (IndexType)(n % 3), seed: 4)), Batches.Of(declaration, 3, group - 1, IndexType.UInt8, seed: 5)],
            };
        }
    }

    /// <summary>A row's target is written by the thread that wrote its class: wherever that is, at the ends of the steps of all widths, and where the last step overlaps the one before.</summary>
    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void TargetsWhereStepsEnd_AgreeWithTheInterpreter(string device, DType dtype)
    {
        GpuSuite.Check(device, [.. ((int[])[33, 100, 1000, 1032, 4100, 9001, 9008]).Select(c => new Declaration(c) { DType = dtype, Reduction = Reduction.None })], BatchesOfTargets);

        static IEnumerable<Batch> BatchesOfTargets(Declaration declaration)
        {
            int classes = declaration.ClassCount;
            int[] targets =
            [
                .. ((int[])[32, 64, 128, 256, 512, 1024, 2048])
                    .SelectMany(step => (int[])[(classes / step * step) - 1, classes / step * step, classes - step - 1, classes - step])
                    .Where(target => target > 0 && target < classes - 1)
                    .Append(0).Append(classes - 1).Distinct().Order(),
            ];
            yield return Batches.Of(declaration, targets.Length, seed: 6) with { Targets = Targets.Of(targets) };
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryOption_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ClassCounts.SelectMany(c => OptionMatrix.DistinctKernels(c, dtype))], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryTerm_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ClassCounts.SelectMany(c => TermMatrix.All(c, dtype))], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOverClasses_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ClassCounts.SelectMany(c => (Declaration[])[.. FamilyMatrix.ClassLosses(c, dtype), .. FamilyMatrix.Maps(c, dtype)])], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOfElements_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. FamilyMatrix.ElementLosses(dtype)], declaration =>
        [
            Batches.Of(declaration, 300, seed: 2),

            // Buffers of weights have the shape of the elements.
            declaration.WeightsPerCall ? Batches.Of(declaration, 15, seed: 3) : Batches.Of(declaration, 3, 5, seed: 3),
        ]);

    private static IEnumerable<Batch> BatchesOf(Declaration declaration)
    {
        if (declaration.ClassCount > 256)
        {
            // A row of nothing special, and one with a peak.
            yield return Batches.Of(declaration, 2, seed: 2);
            yield break;
        }

        yield return Batches.Of(declaration, 7, seed: 2);
        yield return Batches.Of(declaration, 2, 3, IndexType.Int64, seed: 3);
    }
}
