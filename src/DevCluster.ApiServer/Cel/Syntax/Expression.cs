namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>A node of a parsed expression.</summary>
/// <param name="Position">Index of the character that errors about it point to.</param>
internal abstract record Expression(int Position)
{
    /// <summary>A value that was written out.</summary>
    public sealed record Literal(object? Value, int Position) : Expression(Position);

    public sealed record Identifier(string Name, int Position) : Expression(Position);

    /// <summary>operand.field.</summary>
    /// <param name="Operand">What has the field.</param>
    /// <param name="Field">Its name.</param>
    /// <param name="IsTest">Whether it is the argument of has().</param>
    /// <param name="IsOptional">Whether it is operand.?field.</param>
    /// <param name="Position">The dot.</param>
    public sealed record Select(Expression Operand, string Field, bool IsTest, bool IsOptional, int Position) : Expression(Position);

    /// <summary>A call of a function or an operator.</summary>
    /// <param name="Function">Its name; operators have underscores where their operands are.</param>
    /// <param name="Target">What it is called on, in target.function().</param>
    /// <param name="Arguments">What is in the brackets.</param>
    /// <param name="Position">The bracket or the operator.</param>
    public sealed record Call(string Function, Expression? Target, IReadOnlyList<Expression> Arguments, int Position) : Expression(Position);

    /// <summary>[a, ?b].</summary>
    public sealed record List(IReadOnlyList<(Expression Value, bool IsOptional)> Elements, int Position) : Expression(Position);

    /// <summary>{a: b, ?c: d}.</summary>
    public sealed record Map(IReadOnlyList<(Expression Key, Expression Value, bool IsOptional)> Entries, int Position) : Expression(Position);

    /// <summary>A macro that goes through a list or the keys of a map.</summary>
    /// <param name="Macro">all, exists, exists_one, filter, map, transformList or transformMap.</param>
    /// <param name="Range">What it goes through.</param>
    /// <param name="First">Name of the element; with a second name, of the index or key.</param>
    /// <param name="Second">Name of the element or the value of a map, or null.</param>
    /// <param name="Condition">Which elements count, or null for all.</param>
    /// <param name="Result">What becomes of an element, for map and transform.</param>
    /// <param name="Position">The bracket of the call.</param>
    public sealed record Comprehension(string Macro, Expression Range, string First, string? Second, Expression? Condition, Expression? Result, int Position) : Expression(Position);

    /// <summary>optMap and optFlatMap: a value of an optional, if there is one, turned into another.</summary>
    public sealed record OptionalMap(Expression Target, string Variable, Expression Result, bool IsFlat, int Position) : Expression(Position);
}
