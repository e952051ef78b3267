namespace Gen.CrossEntropy.Simulator;

/// <summary>The lanes that could run, in the order in which they will.</summary>
internal sealed class LaneQueue(int capacity)
{
    private readonly Lane[] lanes = new Lane[capacity];
    private int first;
    private int count;

    public bool IsEmpty => count == 0;

    public void Clear() => count = 0;

    public void Add(Lane lane)
    {
        lanes[(first + count) % lanes.Length] = lane;
        count++;
    }

    public Lane? Take()
    {
        if (count == 0)
        {
            return null;
        }

        Lane lane = lanes[first];
        first = (first + 1) % lanes.Length;
        count--;
        return lane;
    }
}
