using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>Reads a whole collection page by page.</summary>
internal static class PagedList
{
    /// <summary>
    /// The objects and the version they were read at. Where the server gives up a continuation before the last page, the rest is asked for in
    /// one answer, as client-go does.
    /// </summary>
    /// <param name="client">What is asked.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="unreadable">Filled with the objects that are there and cannot be read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(Dictionary<ObjectKey, T> Items, string Version)> ReadAsync<T>(
        IResourceClient<T> client, InformerOptions options, ICollection<UnreadableObject> unreadable, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await ReadAsync(client, options, options.PageSize, unreadable, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsGone)
        {
            unreadable.Clear();
            return await ReadAsync(client, options, pageSize: null, unreadable, cancellationToken);
        }
    }

    private static async Task<(Dictionary<ObjectKey, T> Items, string Version)> ReadAsync<T>(
        IResourceClient<T> client, InformerOptions options, int? pageSize, ICollection<UnreadableObject> unreadable, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Dictionary<ObjectKey, T> items = [];
        ListOptions page = new() { Limit = pageSize, Unreadable = unreadable.Add };
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
