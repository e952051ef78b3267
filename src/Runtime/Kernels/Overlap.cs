using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Refuses a call that would write over what it still reads.</summary>
internal static unsafe class Overlap
{
    /// <summary>Losses and gradient may overlap nothing that is read, nor each other; only a gradient that is exactly the logits is legal, since a kernel has read what it replaces.</summary>
    public static void Check<T, TTarget>(in LossCall<T, TTarget> call)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        if (call.Pass != LossPass.Forward)
        {
            if (!IsSame(call.Gradient, call.Logits))
            {
                Refuse("gradient", call.Gradient, "logits", call.Logits, " without being exactly the same memory");
            }

            Refuse("gradient", call.Gradient, "targets", call.Targets);
            Refuse("gradient", call.Gradient, "classWeights", call.ClassWeights);
            Refuse("gradient", call.Gradient, "upstream", call.UpstreamRows);
        }

        if (call.Pass != LossPass.Backward && call.Reduction == Reduction.None)
        {
            Refuse("losses", call.Losses, "logits", call.Logits);
            Refuse("losses", call.Losses, "targets", call.Targets);
            Refuse("losses", call.Losses, "classWeights", call.ClassWeights);
            Refuse("losses", call.Losses, "upstream", call.UpstreamRows);
            if (call.Pass == LossPass.ForwardBackward)
            {
                Refuse("losses", call.Losses, "gradient", call.Gradient);
            }
        }
    }

    private static bool IsSame<T>(Slice<T> a, Slice<T> b)
        where T : unmanaged => a.Pointer == b.Pointer && a.Length == b.Length;

    private static void Refuse<TWritten, TOther>(string written, Slice<TWritten> a, string other, Slice<TOther> b, string how = "")
        where TWritten : unmanaged
        where TOther : unmanaged
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return;
        }

        byte* aStart = (byte*)a.Pointer;
        byte* bStart = (byte*)b.Pointer;
        if (aStart < bStart + (b.Length * sizeof(TOther)) && bStart < aStart + (a.Length * sizeof(TWritten)))
        {
            throw new ArgumentException($"{written}: expected memory apart from {other}, got memory that overlaps it{how}.", written);
        }
    }
}
