namespace ElementalProvider.EndToEnd;

/// <summary>What <c>kubectl get -w</c> has said last of each object: it prints a row whenever one changes.</summary>
internal static class LatestRows
{
    /// <summary>The words of the last row of each name.</summary>
    public static IReadOnlyDictionary<string, string[]> Of(IReadOnlyList<string> lines)
    {
        Dictionary<string, string[]> rows = [];
        foreach (string line in lines)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [not "NAME", ..] words)
                rows[words[0]] = words;
        }

        return rows;
    }
}
