using System.Text.Json;

namespace Gen.CrossEntropy.Conformance;

/// <summary>Writes outcomes as JSON: {"case name": {"loss": …, "grad": […], "log_prob": […] and other outputs where asked} or {"error": "text"}, …}. Numbers are read back exactly; what is not finite is a string.</summary>
internal static class ResultFile
{
    public static void Write(string path, IEnumerable<Outcome> outcomes)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file);
        json.WriteStartObject();
        // What failed is left out: an error is an answer, and a crash is none.
        foreach (Outcome outcome in outcomes.Where(o => o is Answered or Refused))
        {
            json.WriteStartObject(outcome.Name);
            switch (outcome)
            {
                case Answered answered:
                    WriteAnswer(json, answered);
                    break;
                case Refused refused:
                    json.WriteString("error", refused.Text);
                    break;
                default:
                    throw new NotSupportedException($"No text for {outcome.GetType().Name}.");
            }

            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, Answered answered)
    {
        if (answered.Scalar)
        {
            json.WritePropertyName("loss");
            Write(json, answered.Result.Losses[0]);
        }
        else
        {
            Write(json, "loss", answered.Result.Losses);
        }

        Write(json, "grad", answered.Result.Gradient);
        WriteGiven("log_prob", answered.Result.LogProbabilities);
        WriteGiven("losses", answered.Result.SampleLosses);
        WriteGiven("lse", answered.Result.LogSumExps);
        WriteGiven("hits", answered.Result.Hits);
        WriteGiven("entropy", answered.Result.Entropies);

        void WriteGiven(string name, double[] values)
        {
            if (values.Length > 0)
            {
                Write(json, name, values);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            Write(json, value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
