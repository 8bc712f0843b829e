namespace ElementalProvider.DevCluster.ApiServer.Cel;

/// <summary>An expression could not be evaluated with the values it was given: a missing key, an overflow, a value of another type.</summary>
internal sealed class CelException(string message) : Exception(message)
{
    public static CelException NoSuchOverload(string function) => new($"no such overload: {function}");

    public static CelException NoSuchKey(string key) => new($"no such key: {key}");

    public static CelException Overflow() => new("integer overflow");
}

/// <summary>An expression is not part of the language, or does not fit the types it is written for.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="position">Index of the character at fault.</param>
internal sealed class CelCompileException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>The problem with its line, as the reference server shows it.</summary>
    public string Describe(string source)
    {
        int at = Math.Min(Position, source.Length);
        int lineStart = at == 0 ? 0 : source.LastIndexOf('\n', at - 1) + 1;
        int lineEnd = source.IndexOf('\n', at);
        int line = source.AsSpan(0, lineStart).Count('\n') + 1;
        string text = source[lineStart..(lineEnd < 0 ? source.Length : lineEnd)];
        int column = at - lineStart;
        return $"ERROR: <input>:{line}:{column + 1}: {Message}\n | {text}\n | {new string('.', column)}^";
    }
}
