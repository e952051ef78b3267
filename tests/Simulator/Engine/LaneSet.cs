using System.Globalization;

namespace Gen.CrossEntropy.Simulator;

/// <summary>Lanes in a message.</summary>
internal static class LaneSet
{
    /// <summary>Writes ascending lanes as ranges: "lanes 0-31, 64".</summary>
    public static string Format(IEnumerable<int> lanes)
    {
        List<(int First, int Last)> ranges = [];
        foreach (int lane in lanes)
        {
            if (ranges.Count > 0 && ranges[^1].Last == lane - 1)
            {
                ranges[^1] = (ranges[^1].First, lane);
            }
            else
            {
                ranges.Add((lane, lane));
            }
        }

        return $"lanes {string.Join(", ", ranges.Select(range => range.First == range.Last ? Number(range.First) : $"{Number(range.First)}-{Number(range.Last)}"))}";
    }

    private static string Number(int lane) => lane.ToString(CultureInfo.InvariantCulture);
}
