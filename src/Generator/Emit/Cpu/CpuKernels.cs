using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>From a plan to the printer of its regime.</summary>
internal static class CpuKernels
{
    /// <summary>Prints one kernel.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="helpers">Takes what the text calls.</param>
    public static void Print(LossSpec spec, Algorithm.Pass pass, KernelPlan plan, SourceWriter writer, KernelHelpers helpers)
    {
        CpuKernelPrinter printer = plan.Regime switch
        {
            Regime.LanePerSample => new SampleLanesPrinter(spec, pass, plan, writer, helpers),
            Regime.SampleTile => new SampleTilePrinter(spec, pass, plan, writer, helpers),
            Regime.RowGroup => new RowGroupPrinter(spec, pass, plan, writer, helpers),
            _ when plan.TakesBFloat16 => new BFloat16RowPrinter(spec, pass, plan, writer, helpers),
            Regime.RowInRegisters or Regime.RolledRow => new SingleRowPrinter(spec, pass, plan, writer, helpers),
            _ => throw new NotSupportedException($"No kernels of {plan.Regime} on a CPU."),
        };
        printer.PrintMethod();
    }
}
