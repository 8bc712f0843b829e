using System.Globalization;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>
/// Which hosts each registration has, and which key is whose: what the informer shows, and what this replica is about to create. Thread-safe.
/// </summary>
internal sealed class HostRoll : IDisposable
{
    // Whoever is created is shown within seconds; who is not by then was deleted in between.
    private static readonly TimeSpan ShownWithin = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Roll> _rolls = [];
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    public HostRoll(IInformers informers, TimeProvider clock)
    {
        _clock = clock;
        _subscription = informers.Get<ElementalHost>().Subscribe(OnHostChanged);
    }

    /// <summary>Enters a host that is about to be created, unless there is no place for it.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="host">Name of the host.</param>
    /// <param name="publicKey">Its key.</param>
    /// <param name="most">How many hosts there may be; null for any number.</param>
    /// <returns>What is in the way; both empty where nothing is.</returns>
    public Entry Enter(ObjectKey registration, string host, string publicKey, int? most)
    {
        UInt128? mark = MarkOf(publicKey);
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (!_rolls.TryGetValue(registration, out Roll? roll))
                _rolls[registration] = roll = new Roll();
            roll.Forget(now);
            if (mark is { } key && roll.OwnerOf(key) is { } owner && owner != host)
                return new Entry(owner, IsFull: false);
            if (roll.Has(host))
                return default;
            if (roll.Count >= most)
                return new Entry(null, IsFull: true);

            roll.Add(host, mark, now + ShownWithin);
            return default;
        }
    }

    /// <summary>Takes out a host that was not created.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="host">Name of the host.</param>
    public void TakeBack(ObjectKey registration, string host)
    {
        lock (_lock)
            _rolls.GetValueOrDefault(registration)?.TakeBack(host);
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private void OnHostChanged(ElementalHost? before, ElementalHost? after)
    {
        if (before is not null && after is not null && before.Spec?.PubKey == after.Spec?.PubKey && before.RegistrationName() == after.RegistrationName())
            return;

        UInt128? mark = MarkOf(after?.Spec?.PubKey);
        lock (_lock)
        {
            if (Of(before) is { } old && _rolls.TryGetValue(old, out Roll? left))
            {
                left.Remove(before!.Metadata.Name);
                if (left.IsEmpty)
                    _rolls.Remove(old);
            }

            if (Of(after) is not { } registration)
                return;

            if (!_rolls.TryGetValue(registration, out Roll? roll))
                _rolls[registration] = roll = new Roll();
            roll.Add(after!.Metadata.Name, mark, until: null);
        }
    }

    private static ObjectKey? Of(ElementalHost? host) => host?.RegistrationName() is { } name ? new ObjectKey(host.Metadata.NamespaceProperty ?? "", name) : null;

    // Half of the hash tells keys apart as well, at a fourth of the memory of its text.
    private static UInt128? MarkOf(string? publicKey) =>
        DetachedHosts.KeyHashOf(publicKey) is { } hash ? UInt128.Parse(hash.AsSpan(0, 32), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;

    /// <summary>What is in the way of a host.</summary>
    /// <param name="KeyOf">The host that has its key already.</param>
    /// <param name="IsFull">Whether there are as many hosts as there may be.</param>
    public readonly record struct Entry(string? KeyOf, bool IsFull);

    private sealed class Roll
    {
        private readonly Dictionary<string, UInt128?> _hosts = [];
        private readonly Dictionary<UInt128, string[]> _owners = [];
        private readonly Dictionary<string, DateTimeOffset> _awaited = [];

        public int Count => _hosts.Count;

        public bool IsEmpty => _hosts.Count == 0;

        public bool Has(string host) => _hosts.ContainsKey(host);

        public string? OwnerOf(UInt128 mark) => _owners.GetValueOrDefault(mark)?[0];

        public void Add(string host, UInt128? mark, DateTimeOffset? until)
        {
            Remove(host);
            _hosts[host] = mark;
            if (mark is { } key)
                _owners[key] = [.. _owners.GetValueOrDefault(key, []), host];
            if (until is { } end)
                _awaited[host] = end;
        }

        public void Remove(string host)
        {
            _awaited.Remove(host);
            if (!_hosts.Remove(host, out UInt128? mark) || mark is not { } key)
                return;

            string[] left = [.. _owners[key].Where(owner => owner != host)];
            if (left.Length > 0)
                _owners[key] = left;
            else
                _owners.Remove(key);
        }

        public void TakeBack(string host)
        {
            if (_awaited.ContainsKey(host))
                Remove(host);
        }

        public void Forget(DateTimeOffset now)
        {
            if (_awaited.Count == 0)
                return;

            foreach (string host in _awaited.Where(awaited => awaited.Value <= now).Select(awaited => awaited.Key).ToArray())
                Remove(host);
        }
    }
}
