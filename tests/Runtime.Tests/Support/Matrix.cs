using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

internal static class Matrix
{
    public static TheoryData<LossPass, Reduction> PassesAndReductions
    {
        get
        {
            TheoryData<LossPass, Reduction> rows = [];
            foreach (LossPass pass in Enum.GetValues<LossPass>())
            {
                foreach (Reduction reduction in (Reduction[])[Reduction.None, Reduction.Sum, Reduction.Mean])
                {
                    rows.Add(pass, reduction);
                }
            }

            return rows;
        }
    }
}
