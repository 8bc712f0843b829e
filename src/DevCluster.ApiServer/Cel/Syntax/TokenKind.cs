namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

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
