using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Writes that several reconcilers make.</summary>
internal static class Writes
{
    /// <summary>Creates an object unless one of its name is there.</summary>
    public static async Task CreateOnceAsync<T>(IKubernetesClient client, T item, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.Resource<T>().CreateAsync(item, new WriteOptions { FieldManager = CapiNames.FieldManager }, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            // A cache that is behind had not shown it yet.
            return;
        }
    }

    /// <summary>Takes off a finalizer; an object that is gone is fine.</summary>
    public static async Task RemoveFinalizerAsync<T>(IKubernetesClient client, T item, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!item.HasFinalizer(finalizer))
            return;

        try
        {
            await client.Resource<T>().PatchAsync(item, item.WithoutFinalizer(finalizer), CapiNames.FieldManager, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            // The finalizer was the last thing that held it, and it is off already.
            return;
        }
    }
}
