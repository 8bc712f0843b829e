using System.Globalization;
using ElementalProvider.AgentGateway;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Lifecycle.Tests.Agents;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// Sees everything as it happens, remembers what really happened (who was deleted by whom, whose data lies where), and fails where an invariant
/// breaks. Machines are known here by the name of their bootstrap Secret, which outlives a move.
/// </summary>
internal sealed class Watch
{
    private static readonly TimeSpan NewsOfAConnection = TimeSpan.FromSeconds(20);

    private readonly World _world;
    private readonly Coverage _coverage;
    private readonly Dictionary<string, string> _lineages = [];
    private readonly Dictionary<string, string> _clusters = [];
    private readonly HashSet<string> _deletedLineages = [];
    private readonly HashSet<string> _deletedHosts = [];
    private readonly HashSet<string> _detachedKeys = [];
    private readonly HashSet<(string Key, string Data)> _bootstrapped = [];
    private bool _isByNobody;
    private DateTimeOffset? _calmSince;

    /// <summary>Where to tell every step and every change of a host, for people who look into a finding.</summary>
    public Action<string>? Trace { get; set; }

    public Watch(World world, Coverage coverage)
    {
        (_world, _coverage) = (world, coverage);
        world.Api.Hosts.Changed = OnHostChange;
        world.Api.Machines.Changed = OnMachineChange;
        world.Api.Registrations.Changed = OnRegistrationChange;
    }

    /// <summary>What the machine is called whatever becomes of its object.</summary>
    public string? LineageOf(string? machineUid) => machineUid is null ? null : _lineages.GetValueOrDefault(machineUid);

    /// <summary>Which Cluster the machine of some bootstrap data belongs to.</summary>
    public string ClusterOf(string data) => _clusters[data];

    /// <summary>Everybody gets their turn every second, from here on or no more.</summary>
    public void BeCalm(bool isCalm) => _calmSince = isCalm ? _world.Scheduler.Now : null;

    /// <summary>Something is deleted or made by nobody who means the machines behind it: a move, garbage collection, a definition that goes.</summary>
    public void ByNobody(Action change)
    {
        _isByNobody = true;
        change();
        _isByNobody = false;
    }

    public void OnResetSaid(ElementalHost host)
    {
        if (Behind(host) is { } computer)
            computer.ResetCause ??= $"somebody said that {host.Metadata.Name} has to be reset";
    }

    public void OnRealDeletion(ElementalMachine machine) => _deletedLineages.Add(LineageOf(machine.Metadata.Uid)!);

    public void OnRealDeletion(ElementalHost host)
    {
        _deletedHosts.Add(host.Metadata.Uid!);
        if (Behind(host) is { } computer)
            computer.ResetCause ??= $"{host.Metadata.Name} was deleted";
    }

    private void OnHostStep(HostSeen seen, HostStep step)
    {
        Trace?.Invoke($"manager: {seen.Host.Metadata.Name}: {step.GetType().Name}");
        Require(step is not HostStep.RequestReset || !seen.IsPaused, $"I3: the host {seen.Host.Metadata.Name} is to be reset while it is paused");
    }

    private void OnMachineStep(MachineSeen seen, MachineStep step)
    {
        Trace?.Invoke($"manager: {seen.Machine.Metadata.Name}: {step.GetType().Name}");
        Require(step is not MachineStep.RequestReset || !seen.IsPaused, $"I3: the host of the machine {seen.Machine.Metadata.Name} is to be reset while paused");
        Require(
            step is not MachineStep.RequestReset || !Hold.IsMovedAway(seen.Machine),
            $"I3: the host of the machine {seen.Machine.Metadata.Name} is to be reset because of a move");
    }

    private void OnDirective(ElementalHost host, Cluster? cluster, HostDirective directive) => Require(
        !(directive.NeedsReset || directive.BootstrapAvailable) || !(Hold.IsPaused(host, cluster) || Hold.IsMovedAway(host)),
        $"I3: the host {host.Metadata.Name} is told to act while it is paused or moved");

    private void OnBootstrapData(ElementalHost host, Cluster? cluster) => Require(
        Hold.Why(host, cluster) is null, $"I3: the host {host.Metadata.Name} gets bootstrap data although {Hold.Why(host, cluster)}");

    /// <summary>Watches what the gateway decides.</summary>
    public GatewayDecisions On(GatewayDecisions decisions) => decisions with
    {
        Directive = (host, cluster) =>
        {
            HostDirective directive = decisions.Directive(host, cluster);
            OnDirective(host, cluster, directive);
            return directive;
        },
        WhyNoBootstrap = (host, cluster) =>
        {
            string? why = decisions.WhyNoBootstrap(host, cluster);
            if (why is null)
                OnBootstrapData(host, cluster);
            return why;
        },
    };

    /// <summary>Watches what the host controller decides.</summary>
    public Func<HostSeen, HostStep> On(Func<HostSeen, HostStep> decide) => seen =>
    {
        HostStep step = decide(seen);
        OnHostStep(seen, step);
        return step;
    };

    /// <summary>Watches what the machine controller decides.</summary>
    public Func<MachineSeen, MachineStep> On(Func<MachineSeen, MachineStep> decide) => seen =>
    {
        MachineStep step = decide(seen);
        OnMachineStep(seen, step);
        return step;
    };

    public void OnState(PhysicalHost host, HostState before, HostState after)
    {
        if (before != after && !_coverage.Take(before, after))
        {
            Require(
                HostLifecycle.CanFollow(HostLifecycle.PhaseOf(before), HostLifecycle.PhaseOf(after), mustReset: before != HostState.ResetTyped),
                $"the lifecycle has no way from {before} to {after}, which {host.Name} went");
        }
    }

    public void OnWipe(PhysicalHost host)
    {
        // A person at the machine may have the last word on one that serves nobody, once its object is lost.
        bool isTyped = host.IsResetTyped && host.Os.BootstrapData is null && _world.Api.Hosts.Find(host.Name) is null;
        Require(host.ResetCause is not null || isTyped, $"I3: {host.Name} is wiped although neither it nor its machine was deleted");
        foreach (Dictionary<string, V1Node> nodes in _world.Api.Nodes.Values)
            nodes.Remove(host.Name);
    }

    public void OnBootstrap(PhysicalHost host, string data)
    {
        Require(_bootstrapped.Add((host.Key!, data)), $"{host.Name} applies the bootstrap data {data} twice");
        if (_world.Api.Hosts.Find(host.Name) is { } stored && stored.Spec?.PubKey == host.Key)
            Require(LineageOf(stored.Spec?.MachineRef?.Uid) == data, $"I2: {host.Name} has the bootstrap data {data}, and is not claimed for it");
        foreach (PhysicalHost other in _world.Hosts)
        {
            bool serves = other != host && other.Os.BootstrapData == data && _world.Api.Hosts.Find(other.Name) is { } known
                && known.Spec?.PubKey == other.Key && !known.MustReset() && !IsForgotten(known);
            Require(!serves, $"I1: the machine of {data} runs on {other.Name} and is bootstrapped on {host.Name} too");
        }
    }

    /// <summary>
    /// Somebody let the host go as burnt down, and the registration that remembered it went too: when it comes back it is nobody's, and is told
    /// apart until a person says what becomes of it.
    /// </summary>
    private bool IsForgotten(ElementalHost host) => _detachedKeys.Contains(host.Spec!.PubKey!) && host.IsOrphan();

    private void OnRegistrationChange(ElementalRegistration? before, ElementalRegistration? after)
    {
        // Whoever strips finalizers by hand has the hosts collected, which is harmless too.
        if (after is null && !_isByNobody && before!.Metadata.Finalizers is { Count: > 0 } && !Hold.IsMovedAway(before!))
            Require(!_world.Api.Hosts.All.Any(host => host.Metadata.OwnerReferences?.Any(owner => owner.Uid == before!.Metadata.Uid) == true), "I3: a registration goes before its hosts, which are garbage from then on");
    }

    private void OnMachineChange(ElementalMachine? before, ElementalMachine? after)
    {
        if (before is null && after is not null)
        {
            MachineSpec owner = _world.Api.Owners.Find(after.Metadata.Name!)!.Spec!;
            string data = owner.Bootstrap!.DataSecretName!;
            _lineages[after.Metadata.Uid!] = data;
            _clusters[data] = owner.ClusterName!;
        }

        if (after?.Spec?.HostRef?.Name is { } name && Conditions.IsTrue(after.Status?.Conditions, ConditionTypes.Ready)
            && !Equals(before?.Status, after.Status) && _world.Api.Hosts.Find(name) is { } host && HostClaim.IsHeldBy(host, after))
        {
            Require(host.HasReported(), $"the machine {after.Metadata.Name} is said to be ready, and its host {name} has not been heard of");
        }
    }

    private void OnHostChange(ElementalHost? before, ElementalHost? after)
    {
        Trace?.Invoke($"  stored: {(after ?? before)!.Metadata.Name}{(after is null ? " gone" : "")} {after?.Status?.Phase}, deleting {after is not null && after.IsBeingDeleted()}, for {after?.Spec?.MachineRef?.Name}, {string.Join(' ', (after?.Metadata.Labels ?? new Dictionary<string, string>()).Keys.Select(key => key.Split('/')[^1]))}");
        if (after is null)
        {
            OnGone(before!);
            return;
        }

        PhysicalHost? computer = Behind(after);
        Require(!after.IsCloned(), $"{after.Metadata.Name} is said to be two machines, and is one");
        if (after.IsAway() && before?.IsAway() == false)
        {
            DateTimeOffset longAgo = _world.Scheduler.Now - NewsOfAConnection;
            Require(
                !(_calmSince <= longAgo && computer?.Lines.Any(line => line.OpenSince <= longAgo) == true),
                $"{after.Metadata.Name} is said to be lost, and has been connected for {NewsOfAConnection}");
        }

        if (before?.Metadata.Uid == after.Metadata.Uid)
            Require(BootOf(after) >= BootOf(before), $"{after.Metadata.Name} is said to be in boot {BootOf(after)} after it was in boot {BootOf(before)}");
        if (before is null)
            _coverage.Take(HostState.NotRegistered, HostState.Registering);
        if (!_isByNobody && after.Says(HostLabels.NeedsReset) && (before is null || !before.Says(HostLabels.NeedsReset)))
            OnResetAsked(after, computer, isNew: before is null);
        if (!_isByNobody && after.IsBeingDeleted() && !before!.IsBeingDeleted())
            Require(_deletedHosts.Contains(after.Metadata.Uid!) || computer?.ResetCause is not null, $"I3: {after.Metadata.Name} is deleted by nobody");
        if (after.Spec?.MachineRef is { } claim && before is not null && before.Spec?.MachineRef is null)
            OnClaim(computer, after, LineageOf(claim.Uid));
        if (before?.Spec?.MachineRef is { } standing)
        {
            Require(
                LineageOf(standing.Uid) == LineageOf(after.Spec?.MachineRef?.Uid),
                $"I1: the host {after.Metadata.Name} is claimed for a second machine, or taken back from its machine without a reset");
        }

        if (before is not null && before.IsUpdatePending() && after.Metadata.Label(HostLabels.InPlaceUpdate) == HostLabels.InPlaceUpdateDone)
        {
            Require(
                after.WantedOsVersion() is { } wanted && computer?.Os.RunningVersion == Versions.HashOf(wanted),
                $"the update of {after.Metadata.Name} is done, it is said, and the version does not run");
        }

        Require(
            HostLifecycle.CanFollow(before?.Status?.Phase, after.Status?.Phase, after.MustReset()),
            $"the phase {after.Status?.Phase} of {after.Metadata.Name} cannot follow {before?.Status?.Phase}");
    }

    private void OnResetAsked(ElementalHost host, PhysicalHost? computer, bool isNew)
    {
        string? lineage = LineageOf(host.Spec?.MachineRef?.Uid);
        string? cause = host switch
        {
            _ when isNew && _detachedKeys.Contains(host.Spec!.PubKey!) => "it was detached and came back",
            _ when _deletedHosts.Contains(host.Metadata.Uid!) => "it was deleted",
            _ when lineage is not null && _deletedLineages.Contains(lineage) => $"the machine of {lineage} was deleted",
            _ when IsLeftBehind(host) && !host.MayServe() => "its machine has left it behind",
            _ => computer?.ResetCause,
        };
        Require(cause is not null, $"I3: {host.Metadata.Name} is to be reset although neither it nor its machine was deleted");
        if (computer is not null)
            computer.ResetCause = cause;
    }

    private bool IsLeftBehind(ElementalHost host) =>
        host.Spec?.MachineRef is { } claim
        && (_world.Api.Machines.Find(claim.Name!) is not { } machine
            || LineageOf(machine.Metadata.Uid) != LineageOf(claim.Uid)
            || machine.Spec?.HostRef?.Name != host.Metadata.Name);

    private void OnClaim(PhysicalHost? computer, ElementalHost host, string? lineage) => Require(
        computer?.Os.BootstrapData is not { } old || old == lineage,
        $"I4: the host {host.Metadata.Name} is claimed for {lineage} with the data of {computer?.Os.BootstrapData} on its disk");

    private void OnGone(ElementalHost host)
    {
        bool isProved = host.Says(HostLabels.Reset);
        if (isProved)
        {
            Require(
                Behind(host) is not { Os.BootstrapData: { } left },
                $"I4: the host {host.Metadata.Name} is let go as wiped with data on its disk");
        }

        if (host.Metadata.Annotations?.ContainsKey(HostAnnotations.Detach) == true)
            _detachedKeys.Add(host.Spec!.PubKey!);
        _coverage.Take(Behind(host)?.State ?? HostState.Resetting, HostState.Gone);
    }

    private static int BootOf(ElementalHost host) => host.Status?.Facts?.GetValueOrDefault(FactNames.BootId) is { } boot
        ? int.Parse(boot.AsSpan(boot.LastIndexOf("boot", StringComparison.Ordinal) + 4), CultureInfo.InvariantCulture)
        : 0;

    private PhysicalHost? Behind(ElementalHost host) => _world.Hosts.FirstOrDefault(computer => computer.Key == host.Spec?.PubKey);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            _world.Scheduler.Break(otherwise);
    }
}
