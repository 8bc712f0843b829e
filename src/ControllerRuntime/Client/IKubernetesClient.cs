namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>One connection pool to one API server. Thread-safe; made once and shared.</summary>
public interface IKubernetesClient : IDisposable
{
    /// <summary>Base address of the API server.</summary>
    Uri Server { get; }

    /// <summary>The operations on one kind.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Sends a GET to a path that is no resource, such as <c>/version</c> or <c>/readyz</c>, and returns its body.</summary>
    /// <param name="path">Absolute path with its query.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default);
}
