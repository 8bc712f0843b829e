using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>Which objects of a resource a request is about.</summary>
/// <param name="Namespace">Their namespace; null for all.</param>
/// <param name="Labels">What their labels must satisfy.</param>
/// <param name="Fields">What their fields must satisfy.</param>
internal sealed record ObjectSelection(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public bool HasSelector => !Labels.IsEmpty || !Fields.IsEmpty;

    public bool Matches(StoredObject item) =>
        (Namespace is null || string.Equals(item.Key.Namespace, Namespace, StringComparison.Ordinal)) && Labels.Matches(item.Labels) && Fields.Matches(item);
}
