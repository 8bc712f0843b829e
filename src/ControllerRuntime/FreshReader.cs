using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// Reads objects as the API has them now, for the few decisions that a cache must not make. Every read begins after it was asked for; callers
/// who ask while one is on its way share the next, so that a crowd costs two reads and not one each.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="client">The API of the kind.</param>
public sealed class FreshReader<T>(IResourceClient<T> client)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Task<T?>> _running = [];
    private readonly Dictionary<ObjectKey, Task<T?>> _waiting = [];

    /// <summary>The object, or null where there is none.</summary>
    /// <param name="key">Namespace and name; no namespace for kinds of the whole cluster.</param>
    /// <param name="cancellationToken">Ends the wait, not the read that others may wait for too.</param>
    /// <exception cref="ApiException">The API refused.</exception>
    public Task<T?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(key, out Task<T?>? read))
                _waiting[key] = read = ReadAsync(key, _running.GetValueOrDefault(key));
            return read.WaitAsync(cancellationToken);
        }
    }

    private async Task<T?> ReadAsync(ObjectKey key, Task? before)
    {
        // Lets this task be stored before it is looked for.
        await Task.Yield();
        if (before is not null)
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        lock (_lock)
        {
            _waiting.Remove(key, out Task<T?>? self);
            _running[key] = self!;
        }

        try
        {
            return await client.FindAsync(key.Namespace.Length == 0 ? null : key.Namespace, key.Name, CancellationToken.None);
        }
        finally
        {
            lock (_lock)
                _running.Remove(key);
        }
    }
}
