using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta.Json;
using ElementalProvider.ControllerRuntime.Client.Serialization;
using ElementalProvider.ControllerRuntime.Client.Transport;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>The operations on one kind, over a transport.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="transport">What sends the requests.</param>
internal sealed class ResourceClient<T>(ApiTransport transport) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourcePaths _paths = new(KindOf<T>.Type);

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        SendAsync(new ApiRequest(HttpMethod.Get, _paths.One(namespaceName, name)), KindOf<T>.Json, cancellationToken);

    public async Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(namespaceName, name, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public Task<KubernetesList<T>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.SendAsync(
            new ApiRequest(HttpMethod.Get, ResourcePaths.WithQuery(_paths.Collection(namespaceName), options)),
            (body, token) => ListReader.ReadAsync<T>(body, options?.Unreadable, token),
            cancellationToken);

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(HttpMethod.Get, ResourcePaths.WithQuery(_paths.Collection(namespaceName), options ?? new WatchOptions()));
        using HttpResponseMessage response = await transport.OpenAsync(request, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (WatchEvent<T> change in WatchReader.ReadAsync<T>(body, options?.Unreadable, cancellationToken))
            yield return change;
    }

    public Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, _paths.CollectionOfOne(resource.Metadata.NamespaceProperty), resource, options, cancellationToken);

    public Task<T> UpdateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(
            HttpMethod.Put,
            _paths.One(resource.Metadata.NamespaceProperty, resource.Metadata.Name ?? "", options?.Subresource),
            resource,
            options,
            cancellationToken);

    public Task<T> PatchAsync(
        string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                ResourcePaths.WithQuery(_paths.One(namespaceName, name, options?.Subresource), options),
                Write(patch.Content),
                MediaType(patch.Type)),
            KindOf<T>.Json,
            cancellationToken);

    public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) =>
        SendAsync(new ApiRequest(HttpMethod.Get, _paths.One(namespaceName, name, "scale")), KindOf<V1Scale>.Json, cancellationToken);

    public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(
            HttpMethod.Patch,
            _paths.One(namespaceName, name, "scale"),
            Write(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }),
            MediaType(V1Patch.PatchType.MergePatch));
        return SendAsync(request, KindOf<V1Scale>.Json, cancellationToken);
    }

    public async Task<T?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ApiRequest request = new(
            HttpMethod.Delete,
            _paths.One(namespaceName, name),
            options is null ? null : JsonSerializer.SerializeToUtf8Bytes(options, KindJson.Of<V1DeleteOptions>()));
        try
        {
            return await transport.SendAsync(request, ReadWhatIsLeftAsync, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    // The server answers with a Status where the object is gone, with the object where something holds it.
    private static async ValueTask<T?> ReadWhatIsLeftAsync(Stream body, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return answer.RootElement.TryGetProperty("kind", out JsonElement kind) && kind.ValueEquals(KindOf<T>.Type.Kind)
            && answer.Deserialize(KindOf<T>.Json) is { Metadata.DeletionTimestamp: not null } held
            ? held
            : null;
    }

    private static string MediaType(V1Patch.PatchType type) => type switch
    {
        V1Patch.PatchType.MergePatch => "application/merge-patch+json",
        V1Patch.PatchType.JsonPatch => "application/json-patch+json",
        V1Patch.PatchType.StrategicMergePatch => "application/strategic-merge-patch+json",
        V1Patch.PatchType.ApplyPatch => "application/apply-patch+yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such patch format."),
    };

    private static byte[] Write(object content) => content is JsonNode body
        ? Write(body)
        : throw new ArgumentException($"A patch must be JSON, not {content.GetType()}; make it with {nameof(Patch)}.", nameof(content));

    private static byte[] Write(JsonNode body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { MaxDepth = JsonDepth.OfEnvelope }))
            body.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private Task<T> WriteAsync(HttpMethod method, string path, T resource, WriteOptions? options, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(method, ResourcePaths.WithQuery(path, options), JsonSerializer.SerializeToUtf8Bytes(resource, KindOf<T>.Json)),
            KindOf<T>.Json,
            cancellationToken);

    private Task<TResult> SendAsync<TResult>(ApiRequest request, JsonTypeInfo<TResult> shape, CancellationToken cancellationToken) =>
        transport.SendAsync(
            request,
            async (body, token) => await ReadAsync(request, body, shape, token)
                ?? throw new JsonException($"The answer to {request.Method} {request.Path} is null instead of an object."),
            cancellationToken);

    private static async ValueTask<TResult?> ReadAsync<TResult>(
        ApiRequest request, Stream body, JsonTypeInfo<TResult> shape, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, shape, cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new JsonException($"The answer to {request.Method} {request.Path} cannot be read: {exception.Message}", exception);
        }
    }
}
