using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The served resources at one moment.</summary>
internal sealed class RegistrySnapshot
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceDefinition> _byPath;

    public RegistrySnapshot(ImmutableArray<ResourceDefinition> definitions)
    {
        Definitions = definitions;
        _byPath = definitions.ToFrozenDictionary(definition => (definition.Group, definition.Version, definition.Plural));
        Groups = [.. definitions.GroupBy(definition => definition.Group, StringComparer.Ordinal).Select(group => new ApiGroup(group.Key, [.. group]))];
    }

    public ImmutableArray<ResourceDefinition> Definitions { get; }

    /// <summary>The groups, built-in ones first.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    public ResourceDefinition? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    public ApiGroup? Group(string name) => Groups.FirstOrDefault(group => string.Equals(group.Name, name, StringComparison.Ordinal));

    public bool HasVersion(string group, string version) => Group(group)?.Versions.Contains(version) == true;

    /// <summary>One definition for each collection: enough to reach every object once.</summary>
    public IEnumerable<ResourceDefinition> OnePerCollection() =>
        Definitions.GroupBy(definition => definition.Storage, StringComparer.Ordinal).Select(group => group.FirstOrDefault(definition => definition.Converter.IsIdentity) ?? group.First());
}
