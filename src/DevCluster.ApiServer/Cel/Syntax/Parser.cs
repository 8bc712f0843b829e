namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>Reads an expression by recursive descent, one method a level of precedence.</summary>
internal sealed class Parser
{
    private const int DeepestNesting = 250;
    private static readonly string[] Relations = ["<", "<=", ">=", ">", "==", "!="];
    private static readonly HashSet<string> Reserved = new(
        ["as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while"], StringComparer.Ordinal);

    private readonly IReadOnlyList<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(IReadOnlyList<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_at];

    /// <exception cref="CelCompileException">The text is no expression.</exception>
    public static Expression Parse(string source)
    {
        var parser = new Parser(Lexer.Read(source));
        Expression expression = parser.Conditional();
        return parser.Current.Kind == TokenKind.End ? expression : throw parser.Unexpected("<EOF>");
    }

    private Expression Conditional()
    {
        if (++_depth > DeepestNesting)
            throw new CelCompileException("expression recursion limit exceeded: 250", Current.Position);
        Expression condition = Or();
        int position = Current.Position;
        if (Accept("?"))
        {
            Expression yes = Or();
            Require(":");
            condition = new Expression.Call("_?_:_", null, [condition, yes, Conditional()], position);
        }

        _depth--;
        return condition;
    }

    private Expression Or() => LeftToRight(And, "||");

    private Expression And() => LeftToRight(Relation, "&&");

    private Expression Relation()
    {
        Expression left = Sum();
        while (true)
        {
            Token at = Current;
            bool isIn = at is { Kind: TokenKind.Identifier, Text: "in" };
            if (!isIn && !(at.Kind == TokenKind.Symbol && Relations.Contains(at.Text)))
                return left;
            _at++;
            left = new Expression.Call(isIn ? "@in" : $"_{at.Text}_", null, [left, Sum()], at.Position);
        }
    }

    private Expression Sum() => LeftToRight(Product, "+", "-");

    private Expression Product() => LeftToRight(Unary, "*", "/", "%");

    private Expression LeftToRight(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        Expression left = operand();
        while (Current.Kind == TokenKind.Symbol && operators.Contains(Current.Text))
        {
            Token at = Current;
            _at++;
            left = new Expression.Call($"_{at.Text}_", null, [left, operand()], at.Position);
        }

        return left;
    }

    private Expression Unary()
    {
        Token at = Current;
        if (!at.Is("!") && !at.Is("-"))
            return Member(Primary());
        if (++_depth > DeepestNesting)
            throw new CelCompileException("expression recursion limit exceeded: 250", at.Position);
        _at++;
        Expression operand = at.Is("-") && NegativeNumber(at.Position) is { } number ? Member(number) : new Expression.Call($"{at.Text}_", null, [Unary()], at.Position);
        _depth--;
        return operand;
    }

    private Expression.Literal? NegativeNumber(int position)
    {
        Token number = Current;
        object? value = number switch
        {
            { Kind: TokenKind.Whole, Value: ulong magnitude } => magnitude <= (ulong)long.MaxValue + 1 ? unchecked(-(long)magnitude) : throw new CelCompileException("invalid int literal", position),
            { Kind: TokenKind.Literal, Value: double fraction } => -fraction,
            _ => null,
        };
        if (value is null)
            return null;
        _at++;
        return new Expression.Literal(value, position);
    }

    private Expression Member(Expression operand)
    {
        while (true)
        {
            int position = Current.Position;
            if (Accept("."))
            {
                bool isOptional = Accept("?");
                string name = FieldName();
                int bracket = Current.Position;
                operand = !isOptional && Accept("(")
                    ? CallOf(name, operand, bracket)
                    : new Expression.Select(operand, name, false, isOptional, position);
            }
            else if (Accept("["))
            {
                string function = Accept("?") ? "_[?_]" : "_[_]";
                operand = new Expression.Call(function, null, [operand, Conditional()], position);
                Require("]");
            }
            else
            {
                return operand;
            }
        }
    }

    private string FieldName()
    {
        Token name = Current;
        if (name.Kind != TokenKind.Identifier || name.Text is "true" or "false" or "null" or "in")
            throw Unexpected("IDENTIFIER");
        _at++;
        return name.Text;
    }

    private Expression Primary()
    {
        Token at = Current;
        _at++;
        switch (at)
        {
            case { Kind: TokenKind.Literal }:
                return new Expression.Literal(at.Value, at.Position);
            case { Kind: TokenKind.Whole, Value: ulong magnitude }:
                return new Expression.Literal(magnitude <= long.MaxValue ? (long)magnitude : throw new CelCompileException("invalid int literal", at.Position), at.Position);
            case { Kind: TokenKind.Identifier, Text: "true" or "false" }:
                return new Expression.Literal(at.Text == "true", at.Position);
            case { Kind: TokenKind.Identifier, Text: "null" }:
                return new Expression.Literal(null, at.Position);
            case { Kind: TokenKind.Identifier } when at.Text != "in":
                return Named(at);
            case { Kind: TokenKind.Symbol, Text: "." } when Current.Kind == TokenKind.Identifier:
                _at++;
                return Named(_tokens[_at - 1]);
            case { Kind: TokenKind.Symbol, Text: "(" }:
                Expression inner = Conditional();
                Require(")");
                return inner;
            case { Kind: TokenKind.Symbol, Text: "[" }:
                return ListOf(at.Position);
            case { Kind: TokenKind.Symbol, Text: "{" }:
                return MapOf(at.Position);
            default:
                _at--;
                throw Unexpected("an expression");
        }
    }

    private Expression Named(Token name)
    {
        if (Reserved.Contains(name.Text))
            throw new CelCompileException($"reserved identifier: {name.Text}", name.Position);
        int bracket = Current.Position;
        if (Current.Is("{"))
            throw new CelCompileException($"undeclared reference to '{name.Text}' (in container ''): messages cannot be created here", name.Position);
        return Accept("(") ? CallOf(name.Text, null, bracket) : new Expression.Identifier(name.Text, name.Position);
    }

    private Expression CallOf(string function, Expression? target, int bracket)
    {
        var arguments = new List<Expression>();
        while (!Accept(")"))
        {
            if (arguments.Count > 0)
                Require(",");
            arguments.Add(Conditional());
        }

        var call = new Expression.Call(function, target, arguments, bracket);
        return Macros.Expand(call) ?? call;
    }

    private Expression.List ListOf(int position)
    {
        var elements = new List<(Expression, bool)>();
        while (!Accept("]"))
        {
            bool isOptional = Accept("?");
            elements.Add((Conditional(), isOptional));
            if (!Current.Is("]"))
                Require(",");
        }

        return new Expression.List(elements, position);
    }

    private Expression.Map MapOf(int position)
    {
        var entries = new List<(Expression, Expression, bool)>();
        while (!Accept("}"))
        {
            bool isOptional = Accept("?");
            Expression key = Conditional();
            Require(":");
            entries.Add((key, Conditional(), isOptional));
            if (!Current.Is("}"))
                Require(",");
        }

        return new Expression.Map(entries, position);
    }

    private bool Accept(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        _at++;
        return true;
    }

    private void Require(string symbol)
    {
        if (!Accept(symbol))
            throw Unexpected($"'{symbol}'");
    }

    private CelCompileException Unexpected(string wanted) => new($"Syntax error: mismatched input '{Current.Text}' expecting {wanted}", Current.Position);
}
