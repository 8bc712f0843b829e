using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;
using ElementalProvider.Kubernetes.Transport;

namespace ElementalProvider.Kubernetes;

/// <summary>The operations on one kind, over a transport.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="transport">What sends the requests.</param>
internal sealed class ResourceClient<T>(ApiTransport transport) : IResourceClient<T>
    where T : class, IKubernetesObject<T>
{
    private readonly ResourcePaths _paths = new(T.ResourceType);

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        SendAsync(new ApiRequest(HttpMethod.Get, _paths.One(namespaceName, name)), T.JsonTypeInfo, cancellationToken);

    public async Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(namespaceName, name, cancellationToken);
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public Task<ResourceList<T>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.SendAsync(
            new ApiRequest(HttpMethod.Get, ResourcePaths.WithQuery(_paths.Collection(namespaceName), options)),
            ListReader.ReadAsync<T>,
            cancellationToken);

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(HttpMethod.Get, ResourcePaths.WithQuery(_paths.Collection(namespaceName), options ?? new WatchOptions()));
        using HttpResponseMessage response = await transport.OpenAsync(request, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (WatchEvent<T> change in WatchReader.ReadAsync<T>(body, cancellationToken))
            yield return change;
    }

    public Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, _paths.CollectionOfOne(resource.Metadata.Namespace), resource, options, cancellationToken);

    public Task<T> UpdateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(
            HttpMethod.Put,
            _paths.One(resource.Metadata.Namespace, resource.Metadata.Name ?? "", options?.Subresource),
            resource,
            options,
            cancellationToken);

    public Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                ResourcePaths.WithQuery(_paths.One(namespaceName, name, options?.Subresource), options),
                JsonBodies.Write(patch.Body),
                MediaType(patch.Type)),
            T.JsonTypeInfo,
            cancellationToken);

    public async Task<Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(HttpMethod.Get, _paths.One(namespaceName, name, "scale"));
        return (await SendAsync(request, KubernetesJsonContext.Default.ScaleDocument, cancellationToken)).ToScale();
    }

    public async Task<Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(
            HttpMethod.Patch,
            _paths.One(namespaceName, name, "scale"),
            JsonBodies.Write(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }),
            MediaType(PatchType.Merge));
        return (await SendAsync(request, KubernetesJsonContext.Default.ScaleDocument, cancellationToken)).ToScale();
    }

    public async Task<bool> DeleteAsync(string? namespaceName, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(
            HttpMethod.Delete,
            _paths.One(namespaceName, name),
            options is null ? null : JsonSerializer.SerializeToUtf8Bytes(DeleteDocument.From(options), KubernetesJsonContext.Default.DeleteDocument));
        try
        {
            return await transport.SendAsync(request, static (_, _) => ValueTask.FromResult(true), cancellationToken);
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }

    private static string MediaType(PatchType type) => type switch
    {
        PatchType.Merge => "application/merge-patch+json",
        PatchType.Json => "application/json-patch+json",
        PatchType.Strategic => "application/strategic-merge-patch+json",
        PatchType.Apply => "application/apply-patch+yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such patch format."),
    };

    private Task<T> WriteAsync(HttpMethod method, string path, T resource, WriteOptions? options, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(method, ResourcePaths.WithQuery(path, options), JsonSerializer.SerializeToUtf8Bytes(resource, T.JsonTypeInfo)),
            T.JsonTypeInfo,
            cancellationToken);

    private Task<TResult> SendAsync<TResult>(ApiRequest request, JsonTypeInfo<TResult> shape, CancellationToken cancellationToken) =>
        transport.SendAsync(
            request,
            async (body, token) => await JsonSerializer.DeserializeAsync(body, shape, token)
                ?? throw new JsonException($"The answer to {request.Method} {request.Path} is null instead of an object."),
            cancellationToken);
}
