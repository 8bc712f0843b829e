using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>
/// Checks at every event that a host has one consumer (I1): no two ElementalMachines hold the same host, and a host never goes from one
/// machine to another without having been wiped and registered anew, which gives it another UID.
/// </summary>
internal sealed class ClaimAudit
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, (string Host, string Uid)> _claims = [];
    private readonly List<string> _violations = [];

    /// <summary>How many events were looked at.</summary>
    public int Events { get; private set; }

    /// <summary>What went wrong, one sentence each.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    public void OnHost(ElementalHost? before, ElementalHost? after)
    {
        lock (_lock)
        {
            Events++;
            if (before is null || after is null || before.Metadata.Uid != after.Metadata.Uid)
                return;

            (string? was, string? now) = (before.Spec?.MachineRef?.Name, after.Spec?.MachineRef?.Name);
            if (was is not null && now is not null && was != now)
                _violations.Add($"Host {after.Metadata.Name} went from machine {was} to machine {now} without a reset.");
        }
    }

    public void OnMachine(ElementalMachine? before, ElementalMachine? after)
    {
        lock (_lock)
        {
            Events++;
            ObjectKey key = ObjectKey.Of((after ?? before)!);
            if (after is null || after.IsDeleting() || after.Spec?.HostRef is not { Name: { } host } reference)
            {
                _claims.Remove(key);
                return;
            }

            (string Host, string Uid) claim = (host, reference.Uid ?? "");
            foreach ((ObjectKey other, (string Host, string Uid) held) in _claims)
            {
                if (other != key && held == claim)
                    _violations.Add($"Host {host} is claimed by the machines {other} and {key}.");
            }

            _claims[key] = claim;
        }
    }
}
