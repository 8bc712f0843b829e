using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>A parsed fieldSelector parameter.</summary>
internal sealed class FieldSelector(IReadOnlyList<FieldSelector.Term> terms)
{
    public static readonly FieldSelector Everything = new([]);

    public bool IsEmpty => terms.Count == 0;

    /// <param name="text">The parameter, such as metadata.name=a,type!=Opaque.</param>
    /// <param name="supported">Names of the resource's own selectable fields.</param>
    /// <exception cref="ApiStatusException">400: the text is no selector, or names a field that cannot be selected.</exception>
    public static FieldSelector Parse(string? text, IReadOnlyCollection<string> supported)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;
        var terms = new List<Term>();
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            Term term = ParseTerm(part, text);
            if (term.Field is not ("metadata.name" or "metadata.namespace") && !supported.Contains(term.Field))
                throw ApiErrors.BadRequest($"Unable to find \"{term.Field}\" that match label selector \"\", field selector \"{text}\": field label not supported: {term.Field}");
            terms.Add(term);
        }

        return new FieldSelector(terms);
    }

    public bool Matches(StoredObject item)
    {
        foreach (Term term in terms)
        {
            string value = term.Field switch
            {
                "metadata.name" => item.Key.Name,
                "metadata.namespace" => item.Key.Namespace,
                _ => item.Fields.GetValueOrDefault(term.Field, string.Empty),
            };
            if (string.Equals(value, term.Value, StringComparison.Ordinal) != term.IsEqual)
                return false;
        }

        return true;
    }

    /// <summary>The one name that a selector lets through, or empty where it lets through more.</summary>
    public static string NameIn(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) >= 1 && ParseTerm(part, text) is { Field: "metadata.name", IsEqual: true } term)
                return term.Value;
        }

        return string.Empty;
    }

    private static Term ParseTerm(string part, string selector)
    {
        int at = part.IndexOf('=', StringComparison.Ordinal);
        if (at < 1)
            throw ApiErrors.BadRequest($"invalid selector: '{selector}'; can't understand '{part}'");
        bool isEqual = part[at - 1] != '!';
        string field = isEqual ? part[..at] : part[..(at - 1)];
        string value = part[(at + 1)..];
        return new Term(field, isEqual && value.StartsWith('=') ? value[1..] : value, isEqual);
    }

    internal sealed record Term(string Field, string Value, bool IsEqual);
}
