using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Operations;

namespace ElementalProvider.Controllers.Pool;

/// <summary>
/// What a claim looks like on both sides (I1). The machine names its host first, in a conditional write, so that it can never claim a second
/// one; then the host names the machine, in a conditional write, so that nobody else can have it. A claim that stops in between is finished
/// by whoever comes next, from what stands on the machine.
/// </summary>
internal static class HostClaim
{
    /// <summary>The host as it must be once the machine has claimed it.</summary>
    /// <param name="host">The free host.</param>
    /// <param name="machine">The ElementalMachine that claims it.</param>
    /// <param name="owner">The Machine behind it, with its bootstrap data at hand.</param>
    /// <param name="now">The time of the claim.</param>
    /// <param name="patience">How long from now the OS version may be begun that comes with the claim; zero for any time.</param>
    public static ElementalHost On(ElementalHost host, ElementalMachine machine, Machine owner, DateTimeOffset now = default, TimeSpan patience = default) =>
        HostOperations.Planned(BlockingMoves(Served(host, machine, owner)), now, patience);

    /// <summary>The host as it must be while a machine that wants an OS version, or none, holds it.</summary>
    public static ElementalHost Forwarded(ElementalHost host, JsonElement? wanted) => host.IsToldToRun(wanted)
        ? host
        : host with { Spec = (host.Spec ?? new ElementalHostSpec()) with { OsVersionManagement = wanted } };

    /// <summary>
    /// Whether the host came back as one that serves this machine, and the machine names it. One that never learnt whom it serves, or forgot, is
    /// taken back by whoever names it.
    /// </summary>
    public static bool CanBeAdopted(ElementalHost host, ElementalMachine machine, string? cluster) =>
        host.IsOrphan()
        && !host.MustReset()
        && machine.Spec?.HostRef?.Name == host.Metadata.Name
        && host.Spec?.OrphanOf is { } orphan
        && (string.IsNullOrEmpty(orphan.MachineName) || orphan.MachineName == machine.Metadata.Name)
        && (string.IsNullOrEmpty(orphan.ClusterName) || orphan.ClusterName == cluster);

    /// <summary>
    /// The host as it must be once its machine has taken it back. It gets no bootstrap data: whoever says that they serve a machine already needs
    /// none, and must not come by it that way.
    /// </summary>
    public static ElementalHost Adopted(ElementalHost host, ElementalMachine machine, Machine owner)
    {
        ElementalHost served = Served(host, machine, owner);
        return served with { Spec = served.Spec! with { BootstrapSecret = null, OrphanOf = null } };
    }

    private static ElementalHost Served(ElementalHost host, ElementalMachine machine, Machine owner) =>
        host with
        {
            Metadata = host.Metadata.WithLabels(
                (HostLabels.MachineName, LabelValue.Of(owner.Metadata.Name!)),
                (HostLabels.ElementalMachineName, LabelValue.Of(machine.Metadata.Name!)),
                (ClusterApiGroup.ClusterNameLabel, owner.Spec!.ClusterName!)),
            Spec = (host.Spec ?? new ElementalHostSpec()) with
            {
                MachineRef = ReferenceTo(machine),
                BootstrapSecret = new V1ObjectReference
                {
                    ApiVersion = "v1",
                    Kind = "Secret",
                    NamespaceProperty = host.Metadata.NamespaceProperty,
                    Name = owner.Spec.Bootstrap!.DataSecretName,
                },
                OsVersionManagement = machine.Spec?.OsVersionManagement,
            },
        };

    /// <summary>The host as it must be once its machine goes, or the host itself.</summary>
    public static ElementalHost ToldToReset(ElementalHost host) =>
        BlockingMoves(host with { Metadata = host.Metadata.WithLabels((HostLabels.NeedsReset, HostLabels.True)) });

    private static ElementalHost BlockingMoves(ElementalHost host) => host.WithMetadata(MoveBlock.On(host.Metadata, MoveBlock.IsNeeded(host)));

    /// <summary>
    /// The machine with the claim recorded. The provider ID is known as soon as the host is; the node may bring another one later (M2). One
    /// that is there already stays if it can belong to this host; after another host was given up, it is that host's and is replaced.
    /// </summary>
    public static ElementalMachine RecordedOn(ElementalMachine machine, ElementalHost host)
    {
        bool isOfThisHost = machine.Spec?.HostRef?.Name == host.Metadata.Name || IsHeldBy(host, machine);
        string? known = isOfThisHost && machine.Spec?.ProviderId is { Length: > 0 } providerId ? providerId : null;
        return machine with
        {
            Spec = (machine.Spec ?? new ElementalMachineSpec()) with
            {
                HostRef = ReferenceTo(host),
                ProviderId = known ?? ProviderId.Of(host.Metadata.NamespaceProperty!, host.Metadata.Name!),
            },
        };
    }

    /// <summary>The machine without the claim, free to look for another host. The provider ID stays until the next host brings its own.</summary>
    public static ElementalMachine ForgottenOn(ElementalMachine machine) => machine with { Spec = machine.Spec! with { HostRef = null } };

    /// <summary>
    /// Whether the host says that it serves this machine. A move to another management cluster gives the machine a new UID, so where the
    /// machine names the host as well, the UID does not matter; otherwise a machine that was recreated under its old name has no right to
    /// the host of its predecessor. A host that is being deleted serves only a machine that names it: one that does not has given it up.
    /// </summary>
    public static bool IsHeldBy(ElementalHost host, ElementalMachine machine) =>
        host.Spec?.MachineRef is { } reference
        && reference.Name == machine.Metadata.Name
        && (reference.NamespaceProperty ?? host.Metadata.NamespaceProperty) == machine.Metadata.NamespaceProperty
        && (machine.Spec?.HostRef?.Name == host.Metadata.Name
            || (!host.IsDeleting() && (reference.Uid is null || reference.Uid == machine.Metadata.Uid)));

    private static V1ObjectReference ReferenceTo(IKubernetesObject<V1ObjectMeta> target) => new()
    {
        ApiVersion = target.ApiVersion,
        Kind = target.Kind,
        NamespaceProperty = target.Metadata.NamespaceProperty,
        Name = target.Metadata.Name,
        Uid = target.Metadata.Uid,
    };
}
