using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>The whole content of the store as of one version.</summary>
internal sealed record StoreState(long ResourceVersion, ImmutableDictionary<string, StoredCollection> Collections)
{
    public StoredCollection Collection(string resource) => Collections.GetValueOrDefault(resource, StoredCollection.Empty);

    public StoredObject? Find(StoreKey key) => Collection(key.Resource).Find(key.Namespace, key.Name);
}
