using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Registry.Definitions;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>Deletes the objects of a terminating custom resource definition, and lets the definition go when there are none left.</summary>
internal sealed class DefinitionCleaner(ObjectStore store, ResourceRegistry registry, ResourceWriter writer, ResourceDeleter deleter) : IStoreController
{
    public void Reset()
    {
    }

    public void Observe(StoreEvent storeEvent)
    {
    }

    public async ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        StoredObject item = storeEvent.Object;
        if (item.Key.Resource == CustomResourceRegistrar.Definitions)
            await ReconcileAsync(item.Key.Name, cancellationToken);
        else if (storeEvent.Type != StoreEventType.Modified)
            await ReconcileAsync(item.Key.Resource, cancellationToken);
    }

    private async ValueTask ReconcileAsync(string storage, CancellationToken cancellationToken)
    {
        StoreState state = store.Current;
        if (state.Find(new StoreKey(CustomResourceRegistrar.Definitions, string.Empty, storage)) is not { IsTerminating: true } crd || !crd.Finalizers.Contains(DefinitionStrategy.Finalizer))
            return;

        if (registry.Current.OnePerCollection(storage) is { } definition)
        {
            foreach (StoredObject item in state.Collection(storage).In(null).Where(item => !item.IsTerminating))
                await deleter.TryDeleteAsync(ResourceTarget.Of(definition, item), new DeleteOptions { Propagation = PropagationPolicy.Background, ExpectedUid = item.Uid }, cancellationToken);
        }

        if (store.Current.Collection(storage).Count > 0)
            return;
        ResourceDefinition definitions = registry.Current.Find("apiextensions.k8s.io", "v1", "customresourcedefinitions")!;
        await writer.PatchAsync(ResourceTarget.Of(definitions, crd), WithoutFinalizer, new WriteOptions(), cancellationToken);
    }

    private static JsonObject WithoutFinalizer(JsonObject resource)
    {
        JsonObject metadata = resource.Object("metadata")!;
        metadata["finalizers"] = metadata["finalizers"].Strings().Where(finalizer => finalizer != DefinitionStrategy.Finalizer).ToJsonArray();
        return resource;
    }
}
