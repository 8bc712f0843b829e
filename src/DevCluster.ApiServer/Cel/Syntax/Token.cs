namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Position">Index of its first character.</param>
/// <param name="Value">Value of a literal; of a whole number its magnitude as an unsigned number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, object? Value = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

internal enum TokenKind
{
    End,
    Identifier,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>A number, a string or bytes; the token has the value.</summary>
    Literal,

    /// <summary>A whole number without its sign, which may be one too large without a minus in front.</summary>
    Whole,
}
