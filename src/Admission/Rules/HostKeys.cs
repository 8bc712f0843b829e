using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Rules;

/// <summary>Labels and annotations under the prefix of hosts: each steers the provider, so none may be misspelled, or written by who cannot know.</summary>
internal static class HostKeys
{
    private const string Proved =
        "it is written by the provider, from what the host has proved and whom it serves; delete the host to have it wiped and registered anew";

    /// <summary>One sentence for every label whose value means nothing.</summary>
    /// <param name="field">Path of the labels.</param>
    /// <param name="labels">The labels.</param>
    public static IEnumerable<string> UnknownValues(string field, IEnumerable<KeyValuePair<string, string>>? labels) =>
        from label in labels ?? []
        where HostLabels.All.GetValueOrDefault(label.Key) is { Length: > 0 } values && !values.Contains(label.Value)
        select FieldError.NotSupported($"{field}[{label.Key}]", label.Value, HostLabels.All[label.Key]);

    /// <summary>
    /// One sentence for every key that a change brings and nobody knows. New objects may bring any: they may come from a management cluster that is
    /// newer.
    /// </summary>
    /// <param name="change">The write.</param>
    public static IEnumerable<string> UnknownKeys(Change<ElementalHost> change) => change.Old is not { } old || change.IsByProvider
        ? []
        :
        [
            .. Unknown("metadata.labels", Brought(old.Metadata.Labels, change.Object.Metadata.Labels), HostLabels.All.Keys, "label"),
            .. Unknown("metadata.annotations", Brought(old.Metadata.Annotations, change.Object.Metadata.Annotations), HostAnnotations.All, "annotation"),
        ];

    /// <summary>One sentence for every label that somebody sets, changes or takes away who cannot know what it says.</summary>
    /// <param name="change">The write.</param>
    public static IEnumerable<string> ProviderLabels(Change<ElementalHost> change) => change.Old is not { } old || change.IsByProvider
        ? []
        : from key in HostLabels.WrittenByProvider.Order(StringComparer.Ordinal)
          where old.Metadata.Label(key) != change.Object.Metadata.Label(key)
          select FieldError.Forbidden($"metadata.labels[{key}]", Proved);

    /// <summary>One sentence for every key that a registration hands out and may not: it would be on all its hosts.</summary>
    /// <param name="field">Path of the map.</param>
    /// <param name="map">The map.</param>
    public static IEnumerable<string> HandedOut(string field, IEnumerable<KeyValuePair<string, string>>? map) =>
        from entry in map ?? []
        where IsOurs(entry.Key)
        select FieldError.Forbidden(
            $"{field}[{entry.Key}]", $"{HostLabels.Prefix}… tells the provider what one host is and must do; set it on that host, once it has registered");

    private static IEnumerable<string> Unknown(string field, IEnumerable<string> keys, IEnumerable<string> known, string kind) =>
        from key in keys
        where IsOurs(key) && !known.Contains(key)
        let meant = NearMiss.Of(key[HostLabels.Prefix.Length..], known.Select(each => each[HostLabels.Prefix.Length..]))
        let hint = meant is null ? "" : $" (did you mean \"{HostLabels.Prefix}{meant}\"?)"
        select FieldError.Invalid(field, key, $"the provider knows no such {kind}{hint}; those it knows are in its documentation of hosts");

    private static IEnumerable<string> Brought(IDictionary<string, string>? before, IDictionary<string, string>? after) =>
        (after?.Keys ?? []).Where(key => before?.ContainsKey(key) != true);

    private static bool IsOurs(string key) => key.StartsWith(HostLabels.Prefix, StringComparison.Ordinal);
}
