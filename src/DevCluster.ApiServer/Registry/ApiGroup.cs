namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The resources of one API group.</summary>
internal sealed class ApiGroup(string name, IReadOnlyList<ResourceDefinition> definitions)
{
    public string Name => name;

    /// <summary>Whether custom resource definitions made it.</summary>
    public bool IsCustom => definitions.All(definition => definition.IsCustom);

    /// <summary>Served versions, the preferred one first.</summary>
    public IReadOnlyList<string> Versions { get; } =
        [.. definitions.Select(definition => definition.Version).Distinct(StringComparer.Ordinal).Order(VersionOrder.Instance)];

    public IEnumerable<ResourceDefinition> In(string version) =>
        definitions.Where(definition => string.Equals(definition.Version, version, StringComparison.Ordinal)).OrderBy(definition => definition.Plural, StringComparer.Ordinal);
}
