using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>No kernel touches an element before or behind its arrays, not even to read it.</summary>
public sealed class PageEdgeTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void ArraysAtTheEdgeOfMemory_AreEnough(VectorWidth width, DType dtype)
    {
        Skip.IfNot(PageEdge.IsSupported, "No calls for protected pages on this system.");
        using IDisposable scope = Suite.Use(width);
        if (dtype == DType.Float32)
        {
            RunAll<float>(dtype, Suite.Lanes(width, dtype));
        }
        else
        {
            RunAll<double>(dtype, Suite.Lanes(width, dtype));
        }
    }

    private static void RunAll<T>(DType dtype, int lanes)
        where T : unmanaged
    {
        // All but few of these are compiled for other tests as well.
        Declaration[] declarations = [.. ((int[])[1, 2, 3, 4, 5, 9, 10, 15, 17, 22, 31, 41, 47, 200, 649]).Select(c => c is 10 or 200 or 649 ? new(c) { DType = dtype } : OptionMatrix.At(c * 23, c, dtype))];
        foreach (DeclaredLoss declared in LossCompiler.Compile(declarations))
        {
            (Declaration declaration, CompiledLoss loss) = (declared.Declaration, declared.Loss);
            foreach ((int samples, int positions) in new[] { (1, 1), (lanes + 1, 1), ((2 * lanes) - 1, 1), (1, lanes + 1), (2, 3) })
            {
                Batch batch = Batches.Of(declaration, samples, positions);
                if (declaration.Target == TargetKind.ClassProbabilities)
                {
                    Run<T, T>(loss, batch, Convert<T>(((ProbabilityTargets)batch.Targets).Values), atEnd: true);
                    Run<T, T>(loss, batch, Convert<T>(((ProbabilityTargets)batch.Targets).Values), atEnd: false);
                }
                else
                {
                    Run<T, int>(loss, batch, Convert<int>([.. ((IndexTargets)batch.Targets).Values.Select(v => (double)v)]), atEnd: true);
                    Run<T, int>(loss, batch, Convert<int>([.. ((IndexTargets)batch.Targets).Values.Select(v => (double)v)]), atEnd: false);
                }
            }
        }
    }

    private static void Run<T, TTarget>(CompiledLoss loss, Batch batch, TTarget[] targetValues, bool atEnd)
        where T : unmanaged
        where TTarget : unmanaged
    {
        using PageEdge logitMemory = new(1 << 18), targetMemory = new(1 << 18), weightMemory = new(1 << 18), upstreamMemory = new(1 << 18), lossMemory = new(1 << 18), gradientMemory = new(1 << 18);
        Span<T> x = Put(logitMemory, Convert<T>(batch.Logits), atEnd), w = Put(weightMemory, Convert<T>(batch.ClassWeights ?? []), atEnd);
        Span<T> u = Put(upstreamMemory, Convert<T>(batch.Upstream!), atEnd), dx = Put(gradientMemory, new T[x.Length], atEnd);
        Span<T> losses = Put(lossMemory, new T[batch.Upstream!.Length], atEnd);
        Span<TTarget> t = Put(targetMemory, targetValues, atEnd);
        if (loss.Declaration.IsUnreduced)
        {
            UnreducedCalls<T, TTarget> calls = loss.Unreduced<T, TTarget>();
            calls.Forward(x, t, losses, batch.Positions, w);
            calls.Backward(x, t, u, dx, batch.Positions, w);
            calls.ForwardBackward(x, t, u, losses, dx, batch.Positions, w);
        }
        else
        {
            ReducedCalls<T, TTarget> calls = loss.Reduced<T, TTarget>();
            _ = calls.Forward(x, t, batch.Positions, null, w);
            calls.Backward(x, t, u[0], dx, batch.Positions, null, w);
            _ = calls.ForwardBackward(x, t, dx, u[0], batch.Positions, null, w);
        }
    }

    private static Span<T> Put<T>(PageEdge memory, T[] values, bool atEnd)
        where T : unmanaged
    {
        Span<T> span = atEnd ? memory.AtEnd<T>(values.Length) : memory.AtStart<T>(values.Length);
        values.CopyTo(span);
        return span;
    }

    private static T[] Convert<T>(double[] values) => [.. values.Select(v => (T)System.Convert.ChangeType(v, typeof(T), System.Globalization.CultureInfo.InvariantCulture))];
}
