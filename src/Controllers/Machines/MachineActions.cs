using System.Diagnostics;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Workload;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Takes the steps that were decided, and tells what is seen after them.</summary>
internal sealed class MachineActions(
    ObjectWriter<ElementalMachine> machines,
    ObjectWriter<ElementalHost> hosts,
    WorkloadClusters workloads,
    HostReservations reservations,
    WrittenCounts counts,
    ElementalControllersOptions options,
    Definitions definitions,
    IEventRecorder events)
{
    /// <summary>Takes one step.</summary>
    /// <returns>What is seen after the step, or that nothing is left to decide.</returns>
    /// <exception cref="ApiException">The server refused; a conflict means that the decision must be made again.</exception>
    public async Task<Turn<MachineSeen>> TakeAsync(MachineStep step, MachineSeen seen, CancellationToken cancellationToken)
    {
        ElementalMachine machine = seen.Machine;
        switch (step)
        {
            case MachineStep.AddFinalizer:
                return seen with { Machine = await machines.AddFinalizerAsync(machine, Finalizers.Machine, cancellationToken) };

            case MachineStep.RecordHost record:
                return await RecordHostAsync(seen, record.Host, cancellationToken);

            case MachineStep.ConfirmMachine:
                return MachineSeen.Confirmed(seen, await machines.ReadAsync(ObjectKey.Of(machine), cancellationToken));

            case MachineStep.Claim claim:
                return seen with { Host = await ClaimAsync(seen, claim.Host, cancellationToken) };

            case MachineStep.ReportLoss loss:
                return seen with { Machine = await machines.PatchStatusAsync(machine, machine with { Status = loss.Status }, cancellationToken) };

            case MachineStep.ForgetHost forget:
                return await ForgetHostAsync(seen, forget.HostName, cancellationToken);

            case MachineStep.AdoptProviderId adopt:
                events.Normal(machine, EventReasons.ProviderIDAdopted, $"the Node has the provider ID {adopt.ProviderId} already");
                ElementalMachine adopted = machine with { Spec = machine.Spec! with { ProviderId = adopt.ProviderId } };
                return seen with { Machine = await machines.PatchAsync(machine, adopted, cancellationToken) };

            case MachineStep.LookForNode look:
                return seen with { Node = await workloads.FindNodeAsync(ClusterOf(seen), look.Host.Metadata.Name!, machine.Spec?.ProviderId, cancellationToken) };

            case MachineStep.InitializeNode join:
                V1Node initialized = Initialized(join.Node, join.ProviderId);
                return seen with { Node = await workloads.PatchNodeAsync(ClusterOf(seen), join.Node, initialized, cancellationToken) };

            case MachineStep.Adopt adopt:
                ElementalHost back = await hosts.PatchAsync(adopt.Host, HostClaim.Adopted(adopt.Host, machine, seen.Owner!), cancellationToken);
                events.Normal(machine, EventReasons.HostAdopted, $"the host {back.Metadata.Name} came back and serves the machine again");
                return seen with { Host = back };

            case MachineStep.BlockMove block:
                ElementalMachine blocked = machine.WithMetadata(MoveBlock.On(machine.Metadata, block.IsNeeded));
                return seen with { Machine = await machines.PatchAsync(machine, blocked, cancellationToken) };

            case MachineStep.RequestReset when await IsCollectedAsync(seen, cancellationToken):
                return seen with { IsCollected = true };

            case MachineStep.RequestReset reset:
                return seen with { Host = await RequestResetAsync(reset.Host, cancellationToken) };

            case MachineStep.RemoveFinalizer:
                await machines.RemoveFinalizerAsync(machine, Finalizers.Machine, cancellationToken);
                counts.Forget(ObjectKey.Of(machine));
                return Turn<MachineSeen>.Rest();

            case MachineStep.Settle settle:
                await SettleAsync(seen, settle, cancellationToken);
                return Turn<MachineSeen>.Rest(settle.RequeueAfter);

            default:
                throw new InvalidOperationException($"no action for the step {step.GetType().Name}");
        }
    }

    /// <summary>Writes the status where it differs, and what a person should hear about it.</summary>
    private async Task SettleAsync(MachineSeen seen, MachineStep.Settle settle, CancellationToken cancellationToken)
    {
        if (settle.Status is null)
            return;

        ElementalMachine settled = await machines.PatchStatusAsync(seen.Machine, seen.Machine with { Status = settle.Status }, cancellationToken);
        NoteCounts(seen, settled);
        if (MachineNews.Between(seen.Machine.Status, settled.Status) is { } news)
            events.Warning(settled, news.Reason, news.Message);
    }

    private void NoteCounts(MachineSeen seen, ElementalMachine settled)
    {
        Condition? association = Conditions.Find(settled.Status?.Conditions, ConditionTypes.AssociationReady);
        if (association?.Reason != Reasons.MissingAvailableHosts)
            counts.Forget(ObjectKey.Of(settled));
        else if (association.Message != Conditions.Find(seen.Machine.Status?.Conditions, ConditionTypes.AssociationReady)?.Message)
            counts.Note(ObjectKey.Of(settled), seen.Now);
    }

    private async Task<MachineSeen> RecordHostAsync(MachineSeen seen, ElementalHost host, CancellationToken cancellationToken)
    {
        if (!seen.HoldsHost && !reservations.TryReserve(host, seen.Machine))
            return seen;

        // Somebody may have been through with the host meanwhile: choose again, or look again at the one that is held already.
        ElementalHost? newest = hosts.Find(ObjectKey.Of(host));
        if (!ReferenceEquals(newest, host))
            return seen.HoldsHost ? seen with { Host = newest } : seen;

        ElementalMachine recorded = HostClaim.RecordedOn(seen.Machine, host);
        return seen with { Machine = await machines.PatchAsync(seen.Machine, recorded, cancellationToken), Host = host, IsConfirmed = true };
    }

    /// <summary>Claims the host, or finds out what it is now where somebody changed it meanwhile.</summary>
    private async Task<ElementalHost?> ClaimAsync(MachineSeen seen, ElementalHost host, CancellationToken cancellationToken)
    {
        using Activity? trace = HostTraces.Begin(HostTraces.Claim, host);
        try
        {
            ElementalHost claimed = HostClaim.On(host, seen.Machine, seen.Owner!, seen.Now, options.OsVersionTimeout);
            ElementalHost held = await hosts.PatchAsync(host, HostTraces.Carry(claimed, trace), cancellationToken);
            events.Normal(held, EventReasons.HostClaimed, $"claimed for the Machine {seen.Owner!.Metadata.Name} of the Cluster {seen.Owner.Spec?.ClusterName}");
            return held;
        }
        catch (ApiException exception) when (exception.IsConflict || exception.IsNotFound)
        {
            trace?.SetStatus(ActivityStatusCode.Error, "the host was changed meanwhile");
            return await hosts.ReadAsync(ObjectKey.Of(host), cancellationToken);
        }
    }

    /// <summary>Giving up a host cannot be undone, so it takes the word of the server: a cache may be behind, as after a move.</summary>
    private async Task<MachineSeen> ForgetHostAsync(MachineSeen seen, string hostName, CancellationToken cancellationToken)
    {
        ElementalMachine machine = seen.Machine;
        ElementalHost? current = await hosts.ReadAsync(new ObjectKey(machine.Metadata.NamespaceProperty!, hostName), cancellationToken);
        MachineSeen confirmed = seen with { Host = current };
        if (!confirmed.MustForgetHost)
            return confirmed;

        (string reason, string why) = current?.IsDeleting() == true
            ? (Reasons.HostBeingDeleted, "is being deleted")
            : (Reasons.AssociatedHostNotFound, "cannot be had");
        events.Warning(machine, reason, $"the host {hostName} {why}; looking for another one");
        ElementalMachine forgotten = await machines.PatchAsync(machine, HostClaim.ForgottenOn(machine), cancellationToken);
        return seen with { Machine = forgotten, Host = null, Hosts = seen.Hosts.Without(hostName) };
    }

    /// <summary>
    /// Whether nobody who deletes the machine means its host: its Machine is lost, so that garbage collection deletes it, or the kind is being done
    /// away with. Core deletes it while the Machine is being deleted, which says enough.
    /// </summary>
    private async Task<bool> IsCollectedAsync(MachineSeen seen, CancellationToken cancellationToken) => seen switch
    {
        { Owner: { } owner } when owner.IsDeleting() => false,
        { OwnerReference: not null, Owner: null } => true,
        _ => await definitions.IsBeingDeletedAsync("elementalmachines", cancellationToken),
    };

    private async Task<ElementalHost?> RequestResetAsync(ElementalHost host, CancellationToken cancellationToken)
    {
        using Activity? trace = HostTraces.Begin(HostTraces.RequestReset, host);
        try
        {
            // No Event: whoever deleted the machine knows, and the one that tells of the proof names the machine.
            return await hosts.PatchAsync(host, HostTraces.Carry(HostClaim.ToldToReset(host), trace), cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private static V1Node Initialized(V1Node node, string providerId) => node with
    {
        Spec = (node.Spec ?? new V1NodeSpec()) with
        {
            ProviderID = providerId,
            Taints = node.Spec?.Taints?.Where(taint => taint.Key != MachineDecisions.UninitializedTaint).ToList(),
        },
    };

    private static ObjectKey ClusterOf(MachineSeen seen) => ObjectKey.Of(seen.Cluster!);
}
