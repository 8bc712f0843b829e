using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The served resources at one moment.</summary>
internal sealed class RegistrySnapshot
{
    private readonly FrozenDictionary<(string Group, string Version, string Plural), ResourceDefinition> _byPath;
    private readonly FrozenDictionary<string, ResourceDefinition> _byCollection;

    public RegistrySnapshot(ImmutableArray<ResourceDefinition> definitions)
    {
        Definitions = definitions;
        _byPath = definitions.ToFrozenDictionary(definition => (definition.Group, definition.Version, definition.Plural));
        _byCollection = definitions.GroupBy(definition => definition.Storage, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key, group => group.FirstOrDefault(definition => definition.Converter.IsIdentity) ?? group.First(), StringComparer.Ordinal);
        Groups = [.. definitions.GroupBy(definition => definition.Group, StringComparer.Ordinal).Select(group => new ApiGroup(group.Key, [.. group]))];
    }

    public ImmutableArray<ResourceDefinition> Definitions { get; }

    /// <summary>The groups, built-in ones first.</summary>
    public IReadOnlyList<ApiGroup> Groups { get; }

    public ResourceDefinition? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    public ApiGroup? Group(string name) => Groups.FirstOrDefault(group => string.Equals(group.Name, name, StringComparison.Ordinal));

    public bool HasVersion(string group, string version) => Group(group)?.Versions.Contains(version) == true;

    /// <summary>One definition for each collection, of the stored version where that is served: enough to reach every object once.</summary>
    public IEnumerable<ResourceDefinition> OnePerCollection() => _byCollection.Values;

    public ResourceDefinition? OnePerCollection(string storage) => _byCollection.GetValueOrDefault(storage);
}
