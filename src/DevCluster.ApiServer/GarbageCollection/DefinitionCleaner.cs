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

    public void React(StoreEvent storeEvent)
    {
        StoredObject item = storeEvent.Object;
        if (item.Key.Resource == CustomResourceRegistrar.Definitions)
            Reconcile(item.Key.Name);
        else if (storeEvent.Type != StoreEventType.Modified)
            Reconcile(item.Key.Resource);
    }

    private void Reconcile(string storage)
    {
        StoreState state = store.Current;
        if (state.Find(new ObjectKey(CustomResourceRegistrar.Definitions, string.Empty, storage)) is not { IsTerminating: true } crd || !crd.Finalizers.Contains(DefinitionStrategy.Finalizer))
            return;

        if (registry.Current.OnePerCollection(storage) is { } definition)
        {
            foreach (StoredObject item in state.Collection(storage).In(null).Where(item => !item.IsTerminating))
                deleter.TryDelete(ResourceTarget.Of(definition, item), new DeleteOptions { Propagation = PropagationPolicy.Background, ExpectedUid = item.Uid });
        }

        if (store.Current.Collection(storage).Count > 0)
            return;
        ResourceDefinition definitions = registry.Current.Find("apiextensions.k8s.io", "v1", "customresourcedefinitions")!;
        writer.Patch(ResourceTarget.Of(definitions, crd), WithoutFinalizer, new WriteOptions());
    }

    private static JsonObject WithoutFinalizer(JsonObject resource)
    {
        JsonObject metadata = resource.Object("metadata")!;
        metadata["finalizers"] = metadata["finalizers"].Strings().Where(finalizer => finalizer != DefinitionStrategy.Finalizer).ToJsonArray();
        return resource;
    }
}
