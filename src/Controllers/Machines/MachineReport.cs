using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>The status of an ElementalMachine. All conditions are there from the first report on (K1).</summary>
internal static class MachineReport
{
    /// <summary>The steps of a machine: each condition can hold only where those before it do.</summary>
    private static readonly string[] Steps = [ConditionTypes.AssociationReady, ConditionTypes.HostReady, ConditionTypes.ProviderIDReady];

    /// <summary>The machine waits at one step: those before it hold, those after it are not known.</summary>
    /// <param name="seen">What is seen.</param>
    /// <param name="waiting">The condition of the step that does not hold.</param>
    public static ElementalMachineStatus Waiting(MachineSeen seen, Condition waiting)
    {
        int step = Array.IndexOf(Steps, waiting.Type);
        return With(seen, Steps.Select((type, index) => index == step ? waiting : index < step ? Holds(seen, type) : Unknown(type)));
    }

    /// <summary>The host has become a node.</summary>
    public static ElementalMachineStatus Provisioned(MachineSeen seen, V1Node node) =>
        With(seen, Steps.Select(type => Holds(seen, type))) with
        {
            Initialization = new Initialization { Provisioned = true },
            Ready = true,
            Addresses = Addresses(node),
        };

    /// <summary>The host is being deleted under the machine, whose Node has joined: it was provisioned, and starts over at the host.</summary>
    public static ElementalMachineStatus LosingHost(MachineSeen seen) => Waiting(seen, new Condition
    {
        Type = ConditionTypes.AssociationReady,
        Status = ConditionStatus.False,
        Reason = Reasons.HostBeingDeleted,
        Message = $"the host {seen.Host?.Metadata.Name} is being deleted; looking for another one",
    }) with
    {
        Initialization = new Initialization { Provisioned = true },
        Ready = true,
    };

    /// <summary>The machine has been provisioned before; this is how its host is now.</summary>
    public static ElementalMachineStatus Running(MachineSeen seen, Condition host) =>
        With(seen, [Holds(seen, ConditionTypes.AssociationReady), host, Holds(seen, ConditionTypes.ProviderIDReady)]);

    /// <summary>
    /// The machine was provisioned in another management cluster, and its host has not been heard of in this one: what core relies on stays as it
    /// was, and what nobody here knows is not said.
    /// </summary>
    public static ElementalMachineStatus NotReported(MachineSeen seen)
    {
        Condition NotHeard(string type) => HostProgress.NotReported(seen.Host!.Metadata.Name!, type);
        return With(seen, [Holds(seen, ConditionTypes.AssociationReady), NotHeard(ConditionTypes.HostReady), NotHeard(ConditionTypes.ProviderIDReady)]) with
        {
            Initialization = new Initialization { Provisioned = true },
            Ready = true,
        };
    }

    /// <summary>The host of the machine is gone, although nobody was seen to mean it, or serves somebody else.</summary>
    public static ElementalMachineStatus LostHost(MachineSeen seen)
    {
        string name = seen.Machine.Spec?.HostRef?.Name ?? "";
        string why = seen.Host is null ? "does not exist any more" : "does not serve this machine any more";
        var lost = new Condition
        {
            Type = ConditionTypes.AssociationReady,
            Status = ConditionStatus.False,
            Reason = Reasons.AssociatedHostNotFound,
            Message = $"the host {name} {why}; delete the Machine to replace it",
        };
        // Of a host that never joined nothing is said that would have it taken for the one that did.
        Condition node = seen.HasJoined ? Holds(seen, ConditionTypes.ProviderIDReady) : Unknown(ConditionTypes.ProviderIDReady);
        return With(seen, [lost, Unknown(ConditionTypes.HostReady), node]);
    }

    /// <summary>The machine is left alone: only that is reported, and what nobody has reported yet.</summary>
    public static ElementalMachineStatus Paused(MachineSeen seen)
    {
        IReadOnlyList<Condition>? standing = seen.Machine.Status?.Conditions;
        IEnumerable<string> types = seen.Machine.Spec?.OsVersionManagement is null ? Steps : [.. Steps, ConditionTypes.OSVersionReady];
        IEnumerable<Condition> missing = types
            .Where(type => Conditions.Find(standing, type) is null)
            .Select(type => Unknown(type) with { Reason = Reasons.Paused, Message = "not looked at while paused" });
        return Set(seen, standing, missing);
    }

    /// <summary>All steps, and how the OS version is: that is no step, so that an update of a running machine leaves Ready alone.</summary>
    private static ElementalMachineStatus With(MachineSeen seen, IEnumerable<Condition> steps)
    {
        IReadOnlyList<Condition>? standing = seen.Machine.Status?.Conditions;
        if (OsVersionProgress.Of(seen) is { } osVersion)
            return Set(seen, standing, steps.Append(osVersion));

        bool isLeft = Conditions.Find(standing, ConditionTypes.OSVersionReady) is not null;
        return Set(seen, isLeft ? [.. standing!.Where(condition => condition.Type != ConditionTypes.OSVersionReady)] : standing, steps);
    }

    private static ElementalMachineStatus Set(MachineSeen seen, IReadOnlyList<Condition>? standing, IEnumerable<Condition> changes)
    {
        long? generation = seen.Machine.Metadata.Generation;
        ElementalMachineStatus status = seen.Machine.Status ?? new ElementalMachineStatus();
        IReadOnlyList<Condition> conditions = Conditions.Set(
            standing, changes.Select(step => step with { ObservedGeneration = generation }), seen.Now);
        conditions = Conditions.Set(conditions, ReadySummary.Of(conditions, generation, Steps), seen.Now);
        return status with { Conditions = Conditions.Set(conditions, Hold.PausedCondition(seen.Machine, seen.Cluster), seen.Now) };
    }

    private static Condition Holds(MachineSeen seen, string type) => new()
    {
        Type = type,
        Status = ConditionStatus.True,
        Reason = type switch
        {
            ConditionTypes.AssociationReady => Reasons.HostAssociated,
            ConditionTypes.HostReady => Reasons.HostBootstrapped,
            _ => Reasons.ProviderIDSet,
        },
        Message = type == ConditionTypes.AssociationReady ? $"the host is {seen.Host?.Metadata.Name}" : "",
    };

    private static Condition Unknown(string type) =>
        new() { Type = type, Status = ConditionStatus.Unknown, Reason = Reasons.WaitingForEarlierStep };

    private static List<MachineAddress> Addresses(V1Node node) =>
    [
        .. from address in node.Status?.Addresses ?? []
           where !string.IsNullOrEmpty(address.Address) && address.Address.Length <= 256
           where address.Type is "Hostname" or "ExternalIP" or "InternalIP" or "ExternalDNS" or "InternalDNS"
           select new MachineAddress { Type = address.Type, Address = address.Address },
    ];
}
