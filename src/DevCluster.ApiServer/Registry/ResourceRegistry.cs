
namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>The served resources. Readers see one immutable picture; only the custom resource registrar changes it.</summary>
internal sealed class ResourceRegistry(IEnumerable<ResourceDefinition> builtIn)
{
    private volatile RegistrySnapshot _snapshot = new([.. builtIn]);

    public RegistrySnapshot Current => _snapshot;

    /// <summary>Replaces all definitions that show the collection <paramref name="storage"/>. Called under the store's lock.</summary>
    public void Replace(string storage, IEnumerable<ResourceDefinition> definitions) => _snapshot = new RegistrySnapshot(
        [.. _snapshot.Definitions.Where(definition => !string.Equals(definition.Storage, storage, StringComparison.Ordinal)), .. definitions]);
}
