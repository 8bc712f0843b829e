using System.Globalization;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "?", ":", "+", "-", "*", "/", "%", ".", ",", "(", ")", "[", "]", "{", "}"];
    private int _at;

    /// <exception cref="CelCompileException">A character or a literal is not part of the language.</exception>
    public static IReadOnlyList<Token> Read(string source)
    {
        var lexer = new Lexer(source);
        var tokens = new List<Token>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        SkipBlanks();
        int start = _at;
        if (_at == source.Length)
            return new Token(TokenKind.End, "<EOF>", start);
        char first = source[_at];
        if (StringLiteral.PrefixLength(source, _at) is { } prefix)
        {
            object value = StringLiteral.Read(source, _at, prefix, out _at);
            return new Token(TokenKind.Literal, source[start.._at], start, value);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))))
            return Number();
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_')
                _at++;
            return new Token(TokenKind.Identifier, source[start.._at], start);
        }

        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(source, _at, symbol, 0, symbol.Length) != 0)
                continue;
            _at += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, start);
        }

        throw new CelCompileException($"Syntax error: token recognition error at: '{first}'", start);
    }

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (source[_at] == '/' && Peek(1) == '/')
                SkipComment();
            else
                return;
        }
    }

    private void SkipComment()
    {
        while (_at < source.Length && source[_at] != '\n')
            _at++;
    }

    private Token Number()
    {
        int start = _at;
        if (Peek(0) == '0' && Peek(1) is 'x' or 'X')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek(0)))
                _at++;
            return Whole(start, source[(start + 2).._at], NumberStyles.AllowHexSpecifier);
        }

        bool isFraction = false;
        Digits();
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isFraction = true;
            _at++;
            Digits();
        }

        int exponent = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(exponent)))
        {
            isFraction = true;
            _at += exponent;
            Digits();
        }

        if (!isFraction)
            return Whole(start, source[start.._at], NumberStyles.None);
        double value = double.Parse(source.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return new Token(TokenKind.Literal, source[start.._at], start, value);
    }

    private Token Whole(int start, string digits, NumberStyles style)
    {
        bool isUnsigned = Peek(0) is 'u' or 'U';
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong value))
            throw new CelCompileException(isUnsigned ? "invalid uint literal" : "invalid int literal", start);
        if (isUnsigned)
            _at++;
        return new Token(isUnsigned ? TokenKind.Literal : TokenKind.Whole, source[start.._at], start, value);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek(0)))
            _at++;
    }

    private char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';
}
