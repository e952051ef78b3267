using System.Numerics;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What all calls do around the kernel of a loss: settle what it needs to know, add its losses, read what came out. The device's gate is held.</summary>
/// <param name="engine">The device's engine.</param>
internal readonly struct GpuPass<TReal>(Engine engine)
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    private readonly ArrayView<TReal> numbers = engine.Scratch.Rent<TReal>(DeviceScratchUse.Numbers, 2);
    private readonly ArrayView<int> refusal = engine.Scratch.Rent<int>(DeviceScratchUse.Refusal, 1);
    private readonly ArrayView<long> outcome = engine.Scratch.Rent<long>(DeviceScratchUse.Outcome, Settlement.OutcomeLength);

    /// <summary>Settles a call.</summary>
    /// <param name="arguments">What inspections found, and the divisor; the rest is set here.</param>
    /// <param name="reduction">The declared reduction.</param>
    /// <param name="upstream">g.</param>
    /// <param name="classWeights">w, or empty.</param>
    public void Settle(SettlementArguments<TReal> arguments, Reduction reduction, TReal upstream, ArrayView<TReal> classWeights)
    {
        arguments.ClassWeights = classWeights;
        arguments.Numbers = numbers;
        arguments.Refusal = refusal;
        arguments.Outcome = outcome;
        arguments.Upstream = reduction == Reduction.None ? 0 : double.CreateTruncating(upstream);
        engine.Launch(RealKernels<TReal>.Settle, arguments, groups: 1, GroupTree.Threads(Math.Max(Math.Max(arguments.Refused.Length, arguments.Kept.Length), classWeights.Length)));
    }

    /// <summary>Runs the kernel of the loss, and adds its losses where they are asked for.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="block">What it works on; what is settled is set here.</param>
    /// <param name="adds">Whether the call's result is a number.</param>
    public void Run<T>(GpuKernel<T, TReal> kernel, GpuBlock<T, TReal> block, bool adds)
        where T : unmanaged
    {
        int groups = engine.Groups(kernel, block.Count);
        block.Numbers = numbers;
        block.Refusal = refusal;
        if (kernel.SumsLosses)
        {
            block.Sums = engine.Scratch.Rent<double>(DeviceScratchUse.Sums, groups);
        }
        else if (adds && block.Losses.Length == 0)
        {
            block.Losses = engine.Scratch.Rent<TReal>(DeviceScratchUse.Losses, block.Count);
        }

        engine.Launch(kernel, in block, groups);
        if (adds)
        {
            ArrayView<double> sums = kernel.SumsLosses ? block.Sums : Add(block.Losses, block.Count);
            engine.Launch(LossSummation.FinishKernel, new SumArguments { Sums = sums, Refusal = refusal, Outcome = outcome }, groups: 1, GroupTree.Threads(sums.Length));
        }
    }

    /// <summary>Lets the call run on: what it refuses is thrown by the next one that waits.</summary>
    /// <param name="call">What the words need.</param>
    /// <param name="inspected">What was inspected: a buffer.</param>
    public unsafe void Leave<T>(in PendingCall call, object inspected)
        where T : unmanaged => engine.Refusals.Add(in call, ((IlgpuBuffer<T>)inspected).Bytes, sizeof(T), outcome);

    /// <summary>Waits for the device, and says what came out.</summary>
    public unsafe GpuOutcome Read()
    {
        // On the stack, which stays where it is while the device writes there.
        long* read = stackalloc long[Settlement.OutcomeLength];
        engine.Read(outcome, read);
        return new GpuOutcome(
            read[Settlement.RefusedAt],
            new Divisor(BitConverter.Int64BitsToDouble(read[Settlement.DivisorAt])),
            BitConverter.Int64BitsToDouble(read[Settlement.TotalAt]));
    }

    private ArrayView<double> Add(ArrayView<TReal> losses, long count)
    {
        int groups = GroupTree.Groups(count);
        ArrayView<double> sums = engine.Scratch.Rent<double>(DeviceScratchUse.Sums, groups);
        engine.Launch(RealKernels<TReal>.Add, new LossArguments<TReal> { Losses = losses, Sums = sums, Refusal = refusal, Count = count }, groups, GroupTree.Threads(count));
        return sums;
    }
}
