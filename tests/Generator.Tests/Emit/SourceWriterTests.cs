using Gen.CrossEntropy.Generator.Emit;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class SourceWriterTests
{
    private readonly SourceWriter _writer = new();

    [Fact]
    public void Lines_AreIndentedByTheirBraces()
    {
        _writer.Open("class A");
        _writer.Line("int x;");
        _writer.Open();
        _writer.Line("y");
        _writer.Close();
        _writer.Close("};");

        Assert.Equal("class A\n{\n    int x;\n    {\n        y\n    }\n};\n", _writer.ToString());
    }

    [Fact]
    public void TextOfManyLines_IsIndentedLineByLine_WithoutTrailingSpaces()
    {
        _writer.Open();
        _writer.Line("a\n\nb");
        _writer.Close();

        Assert.Equal("{\n    a\n\n    b\n}\n", _writer.ToString());
    }

    [Fact]
    public void EmptyLine_NeedsTextBeforeIt()
    {
        _writer.Line();
        _writer.Line("a");
        _writer.Line();
        _writer.Line();
        _writer.Open("b");
        _writer.Line();
        _writer.Line("c");
        _writer.Close();

        Assert.Equal("a\n\nb\n{\n    c\n}\n", _writer.ToString());
    }

    [Fact]
    public void Nothing_IsEmpty() => Assert.Equal("", _writer.ToString());
}
