using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>Reads a whole collection page by page.</summary>
internal static class PagedList
{
    /// <summary>
    /// The objects and the version they were read at. Where the server gives up a continuation before the last page, the rest is asked for in
    /// one answer, as client-go does.
    /// </summary>
    public static async Task<(Dictionary<ObjectKey, T> Items, string Version)> ReadAsync<T>(
        IResourceClient<T> client, InformerOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await ReadAsync(client, options, options.PageSize, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsGone)
        {
            return await ReadAsync(client, options, pageSize: null, cancellationToken);
        }
    }

    private static async Task<(Dictionary<ObjectKey, T> Items, string Version)> ReadAsync<T>(
        IResourceClient<T> client, InformerOptions options, int? pageSize, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Dictionary<ObjectKey, T> items = [];
        ListOptions page = new() { Limit = pageSize };
        while (true)
        {
            KubernetesList<T> answer = await client.ListAsync(options.Namespace, page, cancellationToken);
            foreach (T item in answer.Items)
                items[ObjectKey.Of(item)] = item;

            if (answer.Continue() is not { } next)
                return (items, answer.ResourceVersion() ?? "");
            page = page with { Continue = next };
        }
    }
}
