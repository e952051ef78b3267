using System.Text;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>Indented text with LF line ends.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private bool _gap = true;
    private int _depth;

    /// <summary>
    /// One line, or several separated by LF, at the present depth. Empty lines carry no spaces, and one that would follow another or an opening brace is left out:
    /// who prints a part need not know what stands before it.
    /// </summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(line);
            }
            else if (_gap)
            {
                continue;
            }

            _text.Append('\n');
            _gap = line is "" or "{";
        }
    }

    /// <summary>An opening brace on its own line; everything up to <see cref="Close"/> is one step deeper.</summary>
    public void Open(string? head = null)
    {
        if (head is not null)
        {
            Line(head);
        }

        Line("{");
        _depth++;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
