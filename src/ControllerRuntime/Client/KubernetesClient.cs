using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime.Client.Transport;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>A client of one API server over HTTP/2 (or 1.1) and JSON.</summary>
/// <param name="configuration">Where the server is and who we are.</param>
/// <param name="options">How the client behaves; null takes the defaults.</param>
public sealed class KubernetesClient(KubernetesClientConfiguration configuration, KubernetesClientOptions? options = null) : IKubernetesClient
{
    private readonly ApiTransport _transport = new(configuration, options ?? new KubernetesClientOptions());
    private readonly ConcurrentDictionary<Type, object> _resources = new();

    /// <inheritdoc/>
    public Uri Server => _transport.Server;

    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        (IResourceClient<T>)_resources.GetOrAdd(typeof(T), static (_, transport) => new ResourceClient<T>(transport), _transport);

    /// <inheritdoc/>
    public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiRequest(HttpMethod.Get, path), ReadTextAsync, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static async ValueTask<string> ReadTextAsync(Stream body, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(body);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
