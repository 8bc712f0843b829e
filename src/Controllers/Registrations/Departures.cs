using System.Collections.Concurrent;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>
/// Remembers of which registrations hosts were seen leaving for another management cluster, from the moment that the watch shows it until it is
/// written down: clusterctl marks a host and has it gone within milliseconds. A note that is lost with the process costs little: a machine that
/// serves says so itself when it registers again.
/// </summary>
internal sealed class Departures
{
    private readonly ConcurrentDictionary<ObjectKey, string> _noted = new();

    /// <summary>Sees a change of a host.</summary>
    /// <returns>The registrations that have to be looked at: one that hosts leave, and one that is being deleted when a host of it comes or goes.</returns>
    public IEnumerable<ObjectKey> Observe(ElementalHost? before, ElementalHost? after, IStore<ElementalRegistration> registrations)
    {
        ElementalHost host = (after ?? before)!;
        if (Ownership.RegistrationOf(host) is not { } key)
            return [];

        if (Hold.IsMovedAway(host) && Owners.Find(host.Metadata, ElementalGroup.Name, ElementalRegistration.KubeKind)?.Uid is { } uid)
        {
            if (registrations.Find(key) is { } registration && Hold.IsMoving(registration))
                return [];

            bool isNews = !_noted.TryGetValue(key, out string? known) || known != uid;
            _noted[key] = uid;
            return isNews ? [key] : [];
        }

        return (before is null || after is null) && registrations.Find(key)?.IsDeleting() == true ? [key] : [];
    }

    /// <summary>Whether a host of the registration was seen leaving, and that is not written down yet.</summary>
    public bool Has(ElementalRegistration registration) =>
        _noted.TryGetValue(ObjectKey.Of(registration), out string? uid) && uid == registration.Metadata.Uid;

    /// <summary>
    /// Sees a change of a registration. Whoever leads may have written the departure down; a follower that kept its own note would close the
    /// registration again once it leads, long after a person has opened it.
    /// </summary>
    /// <returns>Nothing that has to be looked at.</returns>
    public IEnumerable<ObjectKey> Observe(ElementalRegistration? before, ElementalRegistration? after)
    {
        if (after is not null && Hold.IsMoving(after))
            Written(after);
        return [];
    }

    /// <summary>What was noted is written down: what a person takes away there is not written again.</summary>
    public void Written(ElementalRegistration registration)
    {
        if (_noted.TryGetValue(ObjectKey.Of(registration), out string? uid) && uid == registration.Metadata.Uid)
            _noted[ObjectKey.Of(registration)] = "";
    }
}
