using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>
/// What names mean at one place of a kernel: expressions that have a variable already, and how a leaf gets one. Places nest: a class of a sample inside the sample.
/// </summary>
internal sealed class Scope(OpTable ops, SourceWriter writer, string suffix, bool hasConstants, Func<Scope, Expr, Printed?> resolveLeaf)
{
    private readonly HashSet<string> _functionNames = [];
    private readonly Dictionary<Expr, Printed> _bound = [];

    public OpTable Ops { get; } = ops;

    public SourceWriter Writer { get; } = writer;

    /// <summary>What makes this place's variables distinct from those of its neighbours.</summary>
    public string Suffix { get; } = suffix;

    /// <summary>Whether the kernel has variables for the constants of functions, as far as they are used here.</summary>
    public bool HasConstants { get; } = hasConstants;

    public void Bind(Expr expr, string name) => _bound[expr] = Printed.Atom(name);

    public void Bind(Expr expr, Printed text) => _bound[expr] = text;

    public Printed? Find(Expr expr) => _bound.TryGetValue(expr, out Printed text) ? text : null;

    /// <summary>Declares a variable for an expression.</summary>
    public Printed Declare(Expr expr, string name, string text)
    {
        Writer.Line($"{Ops.Type} {name} = {text};");
        Bind(expr, name);
        return Printed.Atom(name);
    }

    /// <summary>A name for a function's value that this place has not used.</summary>
    public string NameFunction(string letter)
    {
        string name = letter + Suffix;
        for (char more = 'b'; !_functionNames.Add(name); more++)
        {
            name = letter + Suffix + more;
        }

        return name;
    }

    public Printed Leaf(Expr leaf) =>
        resolveLeaf(this, leaf) ?? throw new NotSupportedException($"Nothing binds {FormulaPrinter.Print(leaf)} here.");
}

/// <summary>
/// The one printer of expressions: walks the IR and speaks through an op table. Functions become statements of the scope's writer, in front of the expression that uses them.
/// </summary>
internal static class ExprPrinter
{
    public static string Text(Expr expr, Scope scope) => Print(expr, scope).Text;

    public static Printed Print(Expr expr, Scope scope)
    {
        if (scope.Find(expr) is { } bound)
        {
            return bound;
        }

        OpTable ops = scope.Ops;
        switch (expr)
        {
            case Const constant:
                string number = ops.Constant(constant.Value);
                return new Printed(number, number[0] == '-' ? Precedence.Unary : Precedence.Atom);
            case Input or Value:
                return scope.Leaf(expr);
            case Function function:
                string name = scope.NameFunction(FunctionText.Of(function, ops).Letter);
                PrintFunction(name, function, scope);
                scope.Bind(expr, name);
                return Printed.Atom(name);
            case Neg neg:
                Printed operand = Print(neg.Operand, scope);
                return new Printed("-" + (operand.Precedence <= Precedence.Unary ? $"({operand.Text})" : operand.Text), Precedence.Unary);
            case Max max:
                return Printed.Atom($"({ops.Max(Print(max.Left, scope).Text, Print(max.Right, scope).Text)})");
            case Add add:
                return Printed.Infix(Print(add.Left, scope), " + ", Print(add.Right, scope), Precedence.Additive);
            case Sub sub:
                return Printed.Infix(Print(sub.Left, scope), " - ", Print(sub.Right, scope), Precedence.Additive);
            case Mul mul:
                return Printed.Infix(Print(mul.Left, scope), " * ", Print(mul.Right, scope), Precedence.Multiplicative);
            case Div div:
                return Printed.Infix(Print(div.Left, scope), " / ", Print(div.Right, scope), Precedence.Multiplicative);
            case IfLess choice:
                string mask = ops.LessThan(Print(choice.Left, scope).Text, Print(choice.Right, scope).Text);
                return Printed.Atom(ops.Select(mask, Print(choice.Then, scope).Text, Print(choice.Else, scope).Text));
            default:
                throw new NotSupportedException($"No code for {expr.GetType().Name}.");
        }
    }

    /// <summary>Prints name = body as one or more statements.</summary>
    public static void PrintLet(string name, Expr body, Scope scope)
    {
        if (body is Function function)
        {
            PrintFunction(name, function, scope);
            scope.Bind(new Value(name), name);
        }
        else
        {
            scope.Declare(new Value(name), name, Text(body, scope));
        }
    }

    private static void PrintFunction(string name, Function function, Scope scope)
    {
        FunctionText text = FunctionText.Of(function, scope.Ops);
        text.Print(new FunctionCall(text, scope.Ops, scope.Writer, name, Print(function.Operand, scope), scope.HasConstants));
    }
}
