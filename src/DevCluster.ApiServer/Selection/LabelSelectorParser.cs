namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>Parses `a=b, c!=d, e in (f, g), h notin (i), j, !k, l&gt;1`.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _at;

    /// <exception cref="FormatException">The text is no selector.</exception>
    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        do
        {
            requirements.Add(ParseRequirement());
        }
        while (TryTake(","));

        if (Peek() != '\0')
            throw Unexpected("',' or the end");
        return requirements;
    }

    private LabelRequirement ParseRequirement()
    {
        if (TryTake("!"))
            return new LabelRequirement(ParseKey(), LabelOperator.DoesNotExist, []);

        string key = ParseKey();
        if (Peek() is '\0' or ',')
            return new LabelRequirement(key, LabelOperator.Exists, []);
        if (TryTake("!="))
            return new LabelRequirement(key, LabelOperator.NotIn, [ParseValue()]);
        if (TryTake("==") || TryTake("="))
            return new LabelRequirement(key, LabelOperator.In, [ParseValue()]);
        if (TryTake(">"))
            return new LabelRequirement(key, LabelOperator.GreaterThan, [ParseNumber()]);
        if (TryTake("<"))
            return new LabelRequirement(key, LabelOperator.LessThan, [ParseNumber()]);
        return TakeWord() switch
        {
            "in" => new LabelRequirement(key, LabelOperator.In, ParseValues()),
            "notin" => new LabelRequirement(key, LabelOperator.NotIn, ParseValues()),
            string word => throw new FormatException($"found '{word}', expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string ParseKey()
    {
        string key = TakeWord();
        if (NameRules.LabelKey(key) is { Count: > 0 } problems)
            throw new FormatException($"invalid label key \"{key}\": {string.Join("; ", problems)}");
        return key;
    }

    private string ParseValue()
    {
        string value = TakeWord();
        if (NameRules.LabelValue(value) is { Count: > 0 } problems)
            throw new FormatException($"invalid label value \"{value}\": {string.Join("; ", problems)}");
        return value;
    }

    private string ParseNumber()
    {
        string value = TakeWord();
        return long.TryParse(value, out _) ? value : throw new FormatException("for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private List<string> ParseValues()
    {
        if (!TryTake("("))
            throw Unexpected("'('");
        var values = new List<string>();
        do
        {
            values.Add(ParseValue());
        }
        while (TryTake(","));

        if (!TryTake(")"))
            throw Unexpected("',' or ')'");
        return values;
    }

    private string TakeWord()
    {
        SkipSpace();
        int start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"=!<>(),".Contains(text[_at], StringComparison.Ordinal))
            _at++;
        return text[start.._at];
    }

    private bool TryTake(string symbol)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
            return false;
        _at += symbol.Length;
        return true;
    }

    private char Peek()
    {
        SkipSpace();
        return _at < text.Length ? text[_at] : '\0';
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private FormatException Unexpected(string expected) => new($"found '{(_at < text.Length ? text[_at..] : string.Empty)}', expected: {expected}");
}
