using System.ComponentModel.DataAnnotations;

namespace ElementalProvider.Api.Elemental;

/// <summary>What whoever has the token of a registration may do with it.</summary>
public sealed record RegistrationLimits
{
    /// <summary>
    /// How many hosts the registration may have; not limited when empty. Every replica of the manager counts for itself, so that a few more may come
    /// where machines register with several of them in the same moment.
    /// </summary>
    [Range(1, 1000000)]
    public int? MaxHosts { get; init; }

    /// <summary>
    /// How many new hosts each replica of the manager takes in a minute; not limited when empty. The others are told when it is their turn, first come
    /// first served. Hosts that are known already do not count.
    /// </summary>
    [Range(1, 60000)]
    public int? RegistrationsPerMinute { get; init; }

    /// <summary>
    /// Keys of labels that machines may bring of their own, where * stands for any text: rack, or example.com/*. When empty, all but those below
    /// kubernetes.io, k8s.io and helm.sh; such a one is allowed by a pattern whose DNS name has no *, such as node-role.kubernetes.io/worker. Those
    /// below cluster.x-k8s.io are never allowed. What hostLabels hands out needs no pattern.
    /// </summary>
    [MaxLength(64)]
    public IReadOnlyList<string>? LabelKeys { get; init; }
}
