namespace ElementalProvider.DevCluster.ApiServer.Cel.Types;

/// <summary>Reads signatures such as "list&lt;T&gt;.indexOf(T): int".</summary>
internal static class SignatureText
{
    /// <returns>The types of the receiver, if there is one, and of the arguments; and the type of the result.</returns>
    public static (bool IsMember, string Name, IReadOnlyList<CelType> Parameters, CelType Result) Read(string signature)
    {
        int open = signature.IndexOf('(', StringComparison.Ordinal), close = signature.LastIndexOf(')');
        string before = signature[..open];
        var parameters = new List<CelType>();
        // A name after "::" belongs to a function of a namespace, as in "::optional.of".
        bool isGlobal = before.StartsWith("::", StringComparison.Ordinal);
        int dot = isGlobal ? -1 : before.LastIndexOf('.');
        if (dot >= 0)
            parameters.Add(Type(before[..dot]));
        parameters.AddRange(Types(signature[(open + 1)..close]));
        string name = isGlobal ? before[2..] : before[(dot + 1)..];
        return (dot >= 0, name, parameters, Type(signature[(close + 2)..].Trim()));
    }

    private static CelType Type(string text)
    {
        int open = text.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? CelType.Named(text) : CelType.Named(text[..open], [.. Types(text[(open + 1)..^1])]);
    }

    private static IEnumerable<CelType> Types(string text)
    {
        int depth = 0, start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[at] == ',' && depth == 0)
            {
                yield return Type(text[start..at].Trim());
                start = at + 1;
            }
        }

        if (text.Length > 0)
            yield return Type(text[start..].Trim());
    }
}
