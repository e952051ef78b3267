namespace Gen.CrossEntropy.Simulator;

/// <summary>The order in which things run that no device orders.</summary>
internal static class Order
{
    /// <summary>A permutation of the numbers below a count, the same for the same seeds; ascending where the first seed is 0.</summary>
    public static int[] Of(int count, int seed, int secondSeed)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        if (seed != 0)
        {
            Shuffle(order, ((ulong)(uint)seed << 32) + (uint)secondSeed);
        }

        return order;
    }

    // Not System.Random, whose sequence for a seed is an implementation's: a message must come again elsewhere.
    private static void Shuffle(int[] order, ulong state)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            state += 0x9E3779B97F4A7C15;
            ulong bits = state;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            bits ^= bits >> 31;
            int other = (int)(bits % (ulong)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
