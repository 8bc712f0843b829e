using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Registry.Strategies;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>Deletes all that is in a terminating namespace, and lets the namespace go when it is empty.</summary>
internal sealed class NamespaceController(ObjectStore store, ResourceRegistry registry, ResourceWriter writer, ResourceDeleter deleter) : IStoreController
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
        if (item.Key.Resource == BuiltInResources.Namespaces)
            await ReconcileAsync(item.Key.Name, isStart: true, cancellationToken);
        else if (item.Key.Namespace.Length > 0)
            await ReconcileAsync(item.Key.Namespace, isStart: storeEvent.Type == StoreEventType.Added, cancellationToken);
    }

    private async ValueTask ReconcileAsync(string name, bool isStart, CancellationToken cancellationToken)
    {
        StoreState state = store.Current;
        if (state.Find(new StoreKey(BuiltInResources.Namespaces, string.Empty, name)) is not { IsTerminating: true })
            return;

        ResourceDefinition[] definitions = [.. registry.Current.OnePerCollection().Where(definition => definition.IsNamespaced)];
        if (isStart)
        {
            foreach (ResourceDefinition definition in definitions)
            {
                foreach (StoredObject item in state.Collection(definition.Storage).In(name).Where(item => !item.IsTerminating))
                {
                    var options = new DeleteOptions { Propagation = PropagationPolicy.Background, ExpectedUid = item.Uid };
                    await deleter.TryDeleteAsync(new ResourceTarget(definition, name, item.Key.Name, string.Empty), options, cancellationToken);
                }
            }
        }

        if (definitions.All(definition => store.Current.Collection(definition.Storage).CountIn(name) == 0))
            await FinishAsync(name, cancellationToken);
    }

    private async ValueTask FinishAsync(string name, CancellationToken cancellationToken)
    {
        ResourceDefinition namespaces = registry.Current.Find(string.Empty, "v1", BuiltInResources.Namespaces)!;
        await writer.PatchAsync(new ResourceTarget(namespaces, null, name, Subresource.Finalize), WithoutFinalizer, new WriteOptions(), cancellationToken);
    }

    private static JsonObject WithoutFinalizer(JsonObject resource)
    {
        resource.Ensure("spec")["finalizers"] = resource.At("spec", "finalizers").Strings().Where(finalizer => finalizer != NamespaceStrategy.Finalizer).ToJsonArray();
        return resource;
    }
}
