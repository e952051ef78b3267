using System.Numerics;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>Runs calls from places that have no unsafe context, such as lambdas.</summary>
internal static unsafe class Runs
{
    public static double Compute<T, TReal, TTarget>(LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget> => IndexLoss.Run(in call, &ToyKernel<TReal>.Compute);

    public static double Compute<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => DenseLoss.Run(in call, &ToyKernel<TReal>.Compute);

    public static double ComputeWithoutTargets<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => TargetlessLoss.Run(in call, &ToyKernel<TReal>.SumOfSquares);

    public static double Record<T, TReal, TTarget>(LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget> => IndexLoss.Run(in call, &ToyKernel<TReal>.Record);

    public static double Record<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => DenseLoss.Run(in call, &ToyKernel<TReal>.Record);

    public static double RecordWithoutTargets<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => TargetlessLoss.Run(in call, &ToyKernel<TReal>.Record);

    public static double Compute<T, TReal>(ElementCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => ElementLoss.Run(in call, &ToyElementKernel<TReal>.Compute);

    public static void Compute<T, TReal>(MapCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => ClassMap.Run(in call, &ToyMapKernel<TReal>.Compute);

    public static double Share<T, TReal, TTarget>(LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        SharedKernel<TReal>.Classes = call.ClassCount;
        return IndexLoss.Run(in call, &SharedKernel<TReal>.Compute);
    }

    public static double Share<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        SharedKernel<TReal>.Classes = call.ClassCount;
        return DenseLoss.Run(in call, &SharedKernel<TReal>.Compute);
    }

    public static double ShareWithoutTargets<T, TReal>(LossCall<T, TReal, T> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        SharedKernel<TReal>.Classes = call.ClassCount;
        return TargetlessLoss.Run(in call, &SharedKernel<TReal>.Compute);
    }

    public static double Share<T, TReal>(ElementCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        SharedKernel<TReal>.Classes = 1;
        return ElementLoss.Run(in call, &SharedKernel<TReal>.Compute);
    }

    public static void Share<T, TReal>(MapCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        SharedKernel<TReal>.Classes = call.ClassCount;
        ClassMap.Run(in call, &SharedKernel<TReal>.Compute);
    }
}
