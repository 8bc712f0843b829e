using System.Collections.Concurrent;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>
/// Remembers whose leave for an operation that failed was taken away, from the moment that the watch shows it until the host is looked at: by then
/// it may be there again, and who gave it again would wait for another attempt in vain. Only saves a person from doing it twice: a note that is
/// lost with the process is no more than that.
/// </summary>
internal sealed class Withdrawals
{
    private readonly ConcurrentDictionary<ObjectKey, (string Id, int Attempt)> _noted = new();

    /// <summary>Sees a change of a host. Says nothing about what to reconcile: the host itself is, by the same change.</summary>
    public IEnumerable<ObjectKey> Observe(ElementalHost? before, ElementalHost? after)
    {
        if (after is null)
            _noted.TryRemove(ObjectKey.Of(before!), out _);
        else if (before is not null && HostOperations.IsWithdrawal(before, after))
            _noted[ObjectKey.Of(after)] = AttemptOf(before);

        return [];
    }

    /// <summary>
    /// Whether the leave for the attempt that a host has now was taken away. The note stays until another attempt has taken its place: the write
    /// that does so may fail, and is decided upon again.
    /// </summary>
    public bool Has(ElementalHost host)
    {
        if (!_noted.TryGetValue(ObjectKey.Of(host), out (string, int) noted))
            return false;
        if (host.Spec?.Operation is not null && noted == AttemptOf(host))
            return true;

        _noted.TryRemove(KeyValuePair.Create(ObjectKey.Of(host), noted));
        return false;
    }

    private static (string, int) AttemptOf(ElementalHost host) => (host.Spec!.Operation!.Id, host.Spec.Operation.Attempt);
}
