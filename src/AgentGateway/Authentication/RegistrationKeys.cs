using System.Collections.Concurrent;
using System.Text;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>
/// Public keys of registrations. Reads each Secret once and keeps nothing but the public half, so the manager needs no right to list or watch
/// Secrets and a thousand machines that register at once cost one read.
/// </summary>
internal sealed class RegistrationKeys : IDisposable
{
    private const string DataKey = "privKey";
    private static readonly TimeSpan HoldMiss = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);

    private readonly IResourceClient<V1Secret> _secrets;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = new();
    private readonly IDisposable _subscription;

    public RegistrationKeys(IResourceClient<V1Secret> secrets, IInformer<ElementalRegistration> registrations, TimeProvider clock)
    {
        _secrets = secrets;
        _clock = clock;
        _subscription = registrations.Subscribe((before, after) =>
        {
            if (after is null)
                _entries.TryRemove(ObjectKey.Of(before!), out _);
        });
    }

    /// <summary>Key of a registration (SubjectPublicKeyInfo in PEM), or null while it has none that can be used.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> GetAsync(ElementalRegistration registration, CancellationToken cancellationToken)
    {
        if (Source.Of(registration) is not { } source)
            return null;

        Entry entry = _entries.AddOrUpdate(
            ObjectKey.Of(registration),
            _ => NewEntry(source),
            (_, known) => known.Source == source && !IsStale(known) ? known : NewEntry(source));
        return await entry.GetAsync(cancellationToken);
    }

    /// <summary>
    /// The key once more from its Secret, after a token did not verify: somebody may have replaced the key. At most one read in ten seconds a
    /// registration, whatever arrives.
    /// </summary>
    /// <param name="registration">The registration.</param>
    /// <param name="known">The key that the token was held against.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key where it is another one now, else null.</returns>
    public async ValueTask<string?> GetChangedAsync(ElementalRegistration registration, string known, CancellationToken cancellationToken)
    {
        ObjectKey name = ObjectKey.Of(registration);
        if (_entries.TryGetValue(name, out Entry? entry) && _clock.GetUtcNow() - entry.ReadAt >= RefreshInterval)
            _entries.TryUpdate(name, NewEntry(entry.Source), entry);

        string? current = await GetAsync(registration, cancellationToken);
        return current == known ? null : current;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    // A key that was found is read again before long where it is used: its Secret may be gone, or hold another one. A missing one is looked for
    // again soon, a failed read is repeated at once.
    private bool IsStale(Entry entry) =>
        entry.HasFailed || _clock.GetUtcNow() - entry.ReadAt >= (entry.IsMissing ? HoldMiss : RefreshInterval);

    private Entry NewEntry(Source source) => new(source, _clock.GetUtcNow(), () => ReadAsync(source));

    private async Task<string?> ReadAsync(Source source)
    {
        V1Secret? secret = await _secrets.FindAsync(source.Namespace, source.SecretName, CancellationToken.None);
        byte[]? privateKey = secret?.Value(DataKey);
        return privateKey is not null && Es256Key.TryGetPublicPem(Encoding.UTF8.GetString(privateKey), out string? publicKey) ? publicKey : null;
    }

    /// <summary>Where a key comes from; another source is another key.</summary>
    private sealed record Source(string Uid, string Namespace, string SecretName)
    {
        public static Source? Of(ElementalRegistration registration) =>
            registration.Spec?.PrivateKeyRef?.Name is { Length: > 0 } secretName
                ? new Source(registration.Metadata.Uid ?? "", registration.Metadata.NamespaceProperty ?? "", secretName)
                : null;
    }

    /// <summary>One read of a key, shared by all who wait for it; it starts with the first of them.</summary>
    private sealed class Entry(Source source, DateTimeOffset readAt, Func<Task<string?>> read)
    {
        private readonly Lazy<Task<string?>> _key = new(read);
        private volatile bool _isMissing;

        public Source Source => source;

        public DateTimeOffset ReadAt => readAt;

        public bool IsMissing => _isMissing;

        public bool HasFailed => _key is { IsValueCreated: true, Value: { IsFaulted: true } or { IsCanceled: true } };

        public async Task<string?> GetAsync(CancellationToken cancellationToken)
        {
            string? key = await _key.Value.WaitAsync(cancellationToken);
            _isMissing = key is null;
            return key;
        }
    }
}
