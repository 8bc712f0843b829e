using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>A parsed labelSelector parameter.</summary>
internal sealed class LabelSelector(IReadOnlyList<LabelRequirement> requirements)
{
    public static readonly LabelSelector Everything = new([]);

    public bool IsEmpty => requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (LabelRequirement requirement in requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }

        return true;
    }

    /// <exception cref="ApiStatusException">400: the text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        try
        {
            return new LabelSelector(new LabelSelectorParser(text).Parse());
        }
        catch (FormatException problem)
        {
            throw ApiErrors.BadRequest($"unable to parse requirement: {problem.Message}");
        }
    }
}
